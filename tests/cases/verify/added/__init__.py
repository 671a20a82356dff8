"""Words that nobody wrote."""
