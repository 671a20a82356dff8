"""Places with another name."""
