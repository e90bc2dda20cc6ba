"""Searching one person's conversations, beside the same search over plain text."""
