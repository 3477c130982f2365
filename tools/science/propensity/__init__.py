"""Propensity: the chance that a person does something within a horizon, from a table of features."""
