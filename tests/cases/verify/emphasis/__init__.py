"""Stress lost, added, or not to be seen."""
