"""Tests of the score verbs."""
