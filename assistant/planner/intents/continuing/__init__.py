"""Follow-ups to what is neither people nor figures: a plan, lookalikes, offers, one product, one customer, a list."""
