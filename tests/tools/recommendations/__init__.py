"""Tests of the recommendation verbs."""
