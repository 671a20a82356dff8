"""Passages at another place."""
