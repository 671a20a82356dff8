"""Words that are missing or others."""
