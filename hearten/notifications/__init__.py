"""How the programme reaches a person of its staff outside the pages: ways and the outbox."""
