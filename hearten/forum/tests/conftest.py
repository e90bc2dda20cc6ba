"""What every test of the forum stands on."""

import pytest

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum.models import Space
from hearten.forum.rules import flooding
from hearten.forum.tests.factories import make_space


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
