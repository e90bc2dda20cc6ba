"""What notifications ask of whoever carries a word to a person. config/wiring.py binds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All a provider is given: an address, discreet words, and the key a repeat has too."""

    key: UUID
    """The idempotency key: the same for every attempt at one delivery."""
    address: str
    subject: str
    text: str


class NotDelivered(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The provider did not take it. `code` is for the record and holds no address; `again` says
    whether another attempt can help."""

    def __init__(self, code: str, *, again: bool) -> None:
        super().__init__(code)
        self.code = code[:40]
        self.again = again


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
