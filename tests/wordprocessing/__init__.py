"""Tests of wordprocessing."""
