"""Pages and feeds of what is read by machines."""
