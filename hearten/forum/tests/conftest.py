"""What every test of the forum stands on."""

import pytest

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum.models import Post, Space
from hearten.forum.rules import flooding
from hearten.forum.tests.factories import COVERED, make_space, start, write


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()


@pytest.fixture
def space(programme: Programme) -> Space:
    return make_space(programme, "Sleep")


@pytest.fixture
def opener(programme: Programme) -> Account:
    return make_account("Opening Person", programme=programme)


@pytest.fixture
def other(programme: Programme) -> Account:
    return make_account("Other Person", programme=programme)


@pytest.fixture
def at_any_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all that one person writes were written over hours."""
    monkeypatch.setattr(flooding, "MOST_AT_ONCE", 10_000)


@pytest.fixture
def reader(programme: Programme) -> Account:
    return make_account("Plain Reader", programme=programme)


@pytest.fixture
def moderator(programme: Programme) -> Account:
    return make_account("Calm Harbour", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def covered(space: Space, opener: Account, other: Account) -> Post:
    """A post with content notes, the second of its thread; the third answers it."""
    thread = start(space, opener, face="Quiet Heron")
    post = write(thread, other, COVERED, notes=["drugs", "self_harm"])
    write(thread, opener, "zqanswer", about=2)
    return post
