"""Pages of boundaries."""
