"""What is sealed with a group's key, and in which place."""

from hearten.foundation import crypto
from hearten.groups.models import Group, HelpAsked, Seat


def introduction_context(seat: Seat) -> str:
    """Where an introduction stands."""
    return f"groups.Seat.introduction:{seat.pk}"


def answers_context(seat: Seat) -> str:
    """Where the answers to the joining questions stand."""
    return f"groups.Seat.answers:{seat.pk}"


def words_context(seat: Seat) -> str:
    """Where what hosts wrote to somebody stands."""
    return f"groups.Seat.words:{seat.pk}"


def help_context(asked: HelpAsked) -> str:
    """Where a tired host's words stand."""
    return f"groups.HelpAsked.words:{asked.pk}"


def answer_context(asked: HelpAsked) -> str:
    """Where what the programme's staff wrote back stands."""
    return f"groups.HelpAsked.answer:{asked.pk}"


def sealed(group: Group, text: str, context: str) -> bytes:
    """The words as they are kept; nothing for none."""
    return crypto.seal(crypto.unwrap(group.wrapped_key), text, context=context) if text else b""


def unsealed(group: Group, sealed: bytes | memoryview, context: str) -> str:
    """The words; empty where there are none."""
    if not bytes(sealed):
        return ""
    return crypto.unseal(crypto.unwrap(group.wrapped_key), sealed, context=context)
