"""What integrations asks of the outside. config/wiring.py binds."""

from collections.abc import Mapping
from typing import Protocol


class Unreachable(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """Nobody answered, or the address is none that may be asked. Its text is a code."""


class Sender(Protocol):
    """Carries one message to one address."""

    def post(self, *, address: str, body: str, headers: Mapping[str, str]) -> int:
        """The status of the answer, or Unreachable."""


_sender: list[Sender] = []


def bind_sender(sender: Sender | None) -> None:
    """Bind once, from config/wiring.py; tests bind their own."""
    _sender[:] = [sender] if sender else []


def sender() -> Sender | None:
    """Who carries; None where nobody is bound."""
    return next(iter(_sender), None)
