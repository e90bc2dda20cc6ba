"""A moderator who can be called, and a provider that keeps what it was given."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.notifications import ports


class Recorder:
    """Takes every letter, or refuses as it was told to."""

    def __init__(self) -> None:
        self.letters: list[ports.Letter] = []
        self.refusals: list[Exception] = []

    def send(self, letter: ports.Letter) -> str:
        self.letters.append(letter)
        if self.refusals:
            raise self.refusals.pop(0)
        return f"ref-{len(self.letters)}"


@contextmanager
def bound(kind: str) -> Iterator[Recorder]:
    """A recorder in place of whoever carries this kind."""
    recorder = Recorder()
    before = ports.provider_of(kind)
    ports.bind_provider(kind, recorder)
    try:
        yield recorder
    finally:
        ports.unbind_provider(kind)
        if before is not None:
            ports.bind_provider(kind, before)


@pytest.fixture
def provider():
    with bound("email") as recorder:
        yield recorder


@pytest.fixture
def push_provider():
    with bound("push") as recorder:
        yield recorder


@pytest.fixture
def texts():
    with bound("sms") as recorder:
        yield recorder


@pytest.fixture
def calls():
    with bound("voice") as recorder:
        yield recorder


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def moderator(programme):
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])
