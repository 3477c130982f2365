"""What to offer whom: next best products, what is bought together, and people alike to others."""
