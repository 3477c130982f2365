"""Orders themselves: what is in them, which of a customer's orders is meant, discounts and returns."""
