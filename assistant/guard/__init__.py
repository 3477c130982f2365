"""What stands between a model and the shop: pseudonyms, untrusted text, checked figures, limits. All of it fails closed."""
