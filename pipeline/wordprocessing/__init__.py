"""Word packages as found: opened safely, styles resolved, labels computed as Word computes them (ECMA-376)."""
