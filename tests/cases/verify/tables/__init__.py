"""Cells of tables that stand elsewhere, take more or less, or are heads no more."""
