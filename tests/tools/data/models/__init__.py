"""Tests of kept, exported and in-engine models."""
