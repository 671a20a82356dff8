"""Words in another language or direction."""
