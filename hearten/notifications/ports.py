"""What notifications ask of whoever carries a word to a person. config/wiring.py binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from hearten.foundation.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All a provider is given: an address, discreet words, and the key a repeat has too."""

    key: UUID
    """The idempotency key: the same for every attempt at one delivery."""
    address: str
    subject: str
    text: str
    language: str = "en"
    """In which the words are, for whoever speaks them."""
    press: str = ""
    """What is said of the key that answers; empty where there is nothing to answer."""
    calm: bool = False
    """Nobody is in danger: it may wait for a phone that sleeps, and need not stay on the screen."""
    stop: str = ""
    """Where such letters are ended without signing in (RFC 8058); empty for what cannot be."""


class NotDelivered(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The provider did not take it. `code` is for the record and holds no address; `again` says
    whether another attempt can help, `gone` that the address is not there any more."""

    def __init__(self, code: str, *, again: bool, gone: bool = False) -> None:
        super().__init__(code)
        self.code = code[:40]
        self.again = again
        self.gone = gone


class Provider(Protocol):
    """Carries letters of one kind. Called in a thread, with no transaction open."""

    def send(self, letter: Letter) -> str:
        """Send it, within rules.SEND_SECONDS, and give the provider's own reference; or raise
        NotDelivered. Any other exception is taken for one that may pass."""


_providers: dict[str, Provider] = {}


def bind_provider(kind: str, provider: Provider) -> None:
    """Bind once for each kind, from config/wiring.py."""
    _providers[kind] = provider


def unbind_provider(kind: str) -> None:
    """Forget it again, for tests and for worker processes that bind their own."""
    _providers.pop(kind, None)


def provider_of(kind: str) -> Provider | None:
    """Who carries this kind here; None where the installation has nobody."""
    return _providers.get(kind)


def bound() -> Mapping[str, Provider]:
    """Every kind that can be used here."""
    return dict(_providers)


class OnAnswer(Protocol):
    """Takes what a call was about for whoever pressed the key in it."""

    def __call__(self, *, subject: str, by: Actor) -> bool:
        """True when it is theirs now; False when somebody else has it or nobody needs to."""


_on_answer: list[OnAnswer] = []


def bind_on_answer(do: OnAnswer) -> None:
    """Bind once, from config/wiring.py."""
    _on_answer[:] = [do]


def on_answer() -> OnAnswer:
    """Who is told that a call was answered."""
    return _on_answer[0]
