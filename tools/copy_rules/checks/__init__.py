"""The checks: one capability a file, each a function (rule, reading) → hits; seated in tools.copy_rules.registry."""
