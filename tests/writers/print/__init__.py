"""Tests of the print, the edition for a printing house."""
