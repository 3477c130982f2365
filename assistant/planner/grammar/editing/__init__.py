"""Definitions changed by a follow-up: conditions added, exchanged, taken out; figures turned into people."""
