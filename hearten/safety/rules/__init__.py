"""What needs no database: who is called when, what counts, what a screening says."""
