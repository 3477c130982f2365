"""Rules for copy, read from prompts/rules and applied in code: pure functions over text, no data and no network."""
