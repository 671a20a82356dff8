"""What the tokens promise of the look of each format, worked out here and not by what renders it."""
