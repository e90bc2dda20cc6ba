"""What needs no database: whom a step goes to, what counts, what a screening says."""
