"""Readers of numbers and dates, one grammar per language."""
