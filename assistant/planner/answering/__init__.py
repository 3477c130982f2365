"""From findings to sentences, in the language of the asker."""
