"""A moderator who can be called, and a provider that keeps what it was given."""

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


def _bound(kind: str):
    recorder = Recorder()
    before = ports.provider_of(kind)
    ports.bind_provider(kind, recorder)
    yield recorder
    ports.unbind_provider(kind)
    if before is not None:
        ports.bind_provider(kind, before)


@pytest.fixture
def provider():
    yield from _bound("email")


@pytest.fixture
def push_provider():
    yield from _bound("push")


@pytest.fixture
def texts():
    yield from _bound("sms")


@pytest.fixture
def calls():
    yield from _bound("voice")


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def moderator(programme):
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])
