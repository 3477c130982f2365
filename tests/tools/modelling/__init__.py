"""Tests of the models of a shop."""
