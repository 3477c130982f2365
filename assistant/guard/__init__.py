"""What stands between a model and the shop: pseudonyms, marked data, checked figures, limits; it all fails closed."""
