"""Pages of safety: cases and calls for moderators, the rota, how soon people answer."""
