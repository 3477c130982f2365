"""From typed slots to typed definitions."""
