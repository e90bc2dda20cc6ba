"""Making and revoking what machines use."""

from hearten.integrations.actions.tokens import Made, TooOften, make_token, note_use, revoke_token

__all__ = ["Made", "TooOften", "make_token", "note_use", "revoke_token"]
