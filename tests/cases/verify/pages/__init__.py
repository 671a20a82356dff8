"""An outline that is another."""
