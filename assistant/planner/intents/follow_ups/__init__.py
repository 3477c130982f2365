"""Follow-ups: what was last defined, with another condition, period, figure, split, order or length."""
