"""Trains and scores the planner's second reader, on questions that many people put in words of their own."""
