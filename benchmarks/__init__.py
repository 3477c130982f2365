"""Speed and quality against floors, peers and published tables."""
