"""Look-ups: one customer, product, document or definition, and what is saved under a name."""
