"""Campaigns as conditions and figures: which is meant, what its messages did, and purchases after it."""
