"""Spaces, threads and posts for tests, made by the same actions as real ones."""

from itertools import count
from typing import Any
from uuid import uuid4

from hearten.accounts.models import Account, Programme
from hearten.forum import actions
from hearten.forum.models import Post, Space, Thread
from hearten.foundation.actors import SystemActor

TESTS = SystemActor("tests")
COVERED = "zqcovered words"
"""What the post of the fixture `covered` says."""
_numbers = count(1)


def make_space(programme: Programme, name: str = "", **said: Any) -> Space:
    """An open space."""
    usual = {"purpose": "What keeps us awake", "language": "en"} | said
    name = name or f"Space {next(_numbers)}"
    return actions.save_space(programme=programme, name=name, **usual, by=TESTS)


def start(space: Space, by: Account, **said: Any) -> Thread:
    """A thread whose opener looks for somebody who listens, under a name made up here."""
    usual = {
        "title": "Awake again",
        "text": "It is three and I am awake.",
        "looking_for": "listening",
        "client_id": uuid4(),
        "face": f"Plain Lantern {next(_numbers)}",
    }
    return actions.start_thread(space=space, **(usual | said), by=by)


def write(thread: Thread, by: Account, text: str = "I am awake too.", **said: Any) -> Post:
    """A post, under a name made up here where the writer has none."""
    usual = {"client_id": uuid4(), "face": f"Plain Kettle {next(_numbers)}"}
    return actions.write_post(thread=thread, text=text, **(usual | said), by=by)


def hide(person: Account, *topics: str, uncovered: bool = False) -> None:
    """They would rather not see these."""
    actions.save_reading(hidden=topics, uncovered=uncovered, by=person)
