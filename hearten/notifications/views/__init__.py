"""Pages of notifications: one's own ways, the installation's, and what a call sends back."""
