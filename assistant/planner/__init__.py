"""The built-in planner: a deterministic chat model that reads marketers' questions in English and Chinese."""
