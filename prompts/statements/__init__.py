"""Words and frames of statements: what may be said of goods without a source, and in which shapes claims come."""
