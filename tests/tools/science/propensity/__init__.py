"""Tests of the propensity models."""
