"""Goods: what they are made of, what they cost, how many were sold, and how many there are."""
