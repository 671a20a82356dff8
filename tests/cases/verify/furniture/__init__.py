"""Something else beside the text."""
