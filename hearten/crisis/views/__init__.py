"""Pages of crisis help."""
