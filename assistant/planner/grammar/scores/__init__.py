"""Scores as conditions: levels, thresholds, and the people a score puts first."""
