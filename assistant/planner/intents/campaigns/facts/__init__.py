"""Questions about what was sent and what people did, read where every word is of a kind that is known here."""
