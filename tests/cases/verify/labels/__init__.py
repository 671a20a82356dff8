"""Labels that are others."""
