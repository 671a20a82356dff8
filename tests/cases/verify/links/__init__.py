"""Links that lead elsewhere."""
