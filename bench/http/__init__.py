"""The main pages under load; see __main__."""
