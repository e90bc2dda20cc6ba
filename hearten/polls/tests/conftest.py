"""What every test of polls stands on."""

from typing import Any

import pytest

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.forum.tests.factories import make_space, start
from hearten.polls import actions
from hearten.polls.models import Poll


@pytest.fixture
def programme(db: None) -> Programme:
    return make_programme()


@pytest.fixture
def opener(programme: Programme) -> Account:
    return make_account("Opening Person", programme=programme)


@pytest.fixture
def other(programme: Programme) -> Account:
    return make_account("Other Person", programme=programme)


@pytest.fixture
def moderator(programme: Programme) -> Account:
    return make_account("Calm Harbour", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def thread(programme: Programme, opener: Account) -> Any:
    return start(make_space(programme, "Sleep"), opener)


def asked(thread: Any, by: Account, **said: Any) -> Poll:
    """A poll about tea."""
    usual = {
        "question": "What do you drink at night?",
        "options": ["Tea", "Milk", "Water"],
        "several": False,
        "days": 7,
    }
    return actions.start_poll(post=thread.posts.get(number=1), **(usual | said), by=by)


@pytest.fixture
def poll(thread: Any, opener: Account) -> Poll:
    return asked(thread, opener)


_names = iter(range(1, 10_000))


def cast(poll: Poll, by: Account, *places: int) -> None:
    """A vote, under a name made up here where the voter has none."""
    actions.vote(poll=poll, places=places, by=by, face=f"Plain Teapot {next(_names)}")
