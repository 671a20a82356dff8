"""Texts that exist already become canonical source, with every character accounted for."""
