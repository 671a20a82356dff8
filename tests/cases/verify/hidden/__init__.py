"""Text that is hidden, and what may hide it."""
