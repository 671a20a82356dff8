"""Texts that exist already become sources."""
