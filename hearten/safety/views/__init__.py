"""Pages of safety: crisis help for everybody, cases for moderators, lines for managers."""
