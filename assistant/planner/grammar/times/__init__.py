"""When: periods said more than once, and stretches counted from a moment of the customer's own."""
