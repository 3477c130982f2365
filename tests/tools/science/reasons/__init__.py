"""Tests of the reasons behind scores."""
