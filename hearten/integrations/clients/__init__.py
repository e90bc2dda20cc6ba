"""Asking the outside."""
