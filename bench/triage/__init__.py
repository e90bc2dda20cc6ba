"""How well triage finds danger, how fast, and the training of its weights; see __main__ and train."""
