"""Campaigns: planned, tested, exported, and looked up with what they brought."""
