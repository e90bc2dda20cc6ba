"""Reads a text for danger: a curated lexicon and a small linear model, explained. No models, no Django."""
