"""The words: Markdown for models, TOML for the planner's vocabulary; imports nothing of ours."""
