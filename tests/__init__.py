"""The tests, in the order of pipeline/."""
