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


@pytest.fixture
def provider():
    recorder = Recorder()
    before = ports.provider_of("email")
    ports.bind_provider("email", recorder)
    yield recorder
    ports.unbind_provider("email")
    if before is not None:
        ports.bind_provider("email", before)


@pytest.fixture
def programme():
    return people.make_programme()


@pytest.fixture
def moderator(programme):
    return people.make_account("Calm Heron", programme=programme, roles=[Role.MODERATOR])
