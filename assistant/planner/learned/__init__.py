"""A second reader, trained on questions in many people's words: it reads what the rules ask back about."""
