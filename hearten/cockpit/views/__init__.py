"""Pages of a group's meeting."""
