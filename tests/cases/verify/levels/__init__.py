"""Levels that are others."""
