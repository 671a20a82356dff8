"""Pictures with other words."""
