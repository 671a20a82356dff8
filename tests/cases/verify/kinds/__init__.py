"""Text of another kind."""
