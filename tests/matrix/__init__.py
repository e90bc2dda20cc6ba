"""Who may open what: every address × every kind of person × somebody else's object."""
