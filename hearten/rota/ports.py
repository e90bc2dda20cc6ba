"""What the rota asks of the domains above it. config/wiring.py binds."""

from typing import Any, NamedTuple, Protocol


class Switch(NamedTuple):
    """Something else that is on or off in a programme, for managers to set beside the rota. What is sent
    to `address` is `on`, yes or no."""

    title: str
    says: str
    """What it means that it is on, or off."""
    press: str
    """What the button does."""
    on: bool
    address: str


class SwitchOf(Protocol):
    """Knows such a switch and how it stands."""

    def __call__(self, *, programme: Any) -> Switch:
        """In the reader's language."""


_switches: list[SwitchOf] = []


def bind_switch(switch: SwitchOf) -> None:
    """Bind each once, from config/wiring.py."""
    if switch not in _switches:
        _switches.append(switch)


def switches_of(programme: Any) -> list[Switch]:
    """All of them, as they stand."""
    return [switch(programme=programme) for switch in _switches]
