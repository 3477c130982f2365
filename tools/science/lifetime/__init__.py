"""Customer lifetime: from purchase days to the chance, number and worth of the orders to come."""
