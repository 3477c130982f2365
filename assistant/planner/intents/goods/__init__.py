"""Questions about the range: which goods there are, how many, what they cost, since when, and which sold or did not."""
