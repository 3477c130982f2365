"""Shares: of which whole, of whose days, one or two of them, or of what was shown."""
