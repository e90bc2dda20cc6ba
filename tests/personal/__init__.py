"""Every table, and what of a person is in it."""
