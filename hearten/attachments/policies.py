"""Who may do what with an attachment, as far as no place has to be asked."""

from hearten.foundation.actors import Actor


def may_keep(by: Actor) -> bool:
    """Only a person sends a picture; whether they may in this place, its domain has asked."""
    return by.actor_id is not None


def may_remove(by: Actor) -> bool:
    """The rule alone: a person deletes the message."""
    return by.actor_id is None
