"""Values and fields: which field a word's value belongs to, lists of values, levels, segments by name and number."""
