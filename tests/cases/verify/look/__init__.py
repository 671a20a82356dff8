"""Another look."""
