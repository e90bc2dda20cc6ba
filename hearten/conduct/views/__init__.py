"""Pages of conduct: a person's own, and the second person's."""
