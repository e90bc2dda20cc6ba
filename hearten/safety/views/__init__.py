"""Pages of safety: cases and calls for moderators, practices, how soon people answer."""
