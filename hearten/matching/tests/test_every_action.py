"""What holds for every write of matching."""

from unittest.mock import patch

import pytest

from hearten.accounts.tests.factories import make_account
from hearten.audit.models import Event
from hearten.foundation.errors import NotAllowed
from hearten.matching import actions
from hearten.matching.tests.scenes import ALL, SCENES, Scene, snapshot

pytestmark = pytest.mark.django_db
every_action = pytest.mark.parametrize("scene", ALL, ids=lambda scene: scene.__name__)


def test_every_action_has_a_scene() -> None:
    # Erasing is recorded once for the whole account: tests/personal.
    assert sorted([*SCENES, "erase"]) == sorted(n for n in actions.__all__ if n.islower())


@every_action
def test_what_cannot_be_recorded_does_not_happen(scene: Scene) -> None:
    who, act = scene()
    before = snapshot()
    with (
        patch("hearten.audit.actions.record", side_effect=RuntimeError("no record")),
        pytest.raises(RuntimeError, match="no record"),
    ):
        act(who)
    assert snapshot() == before


@every_action
def test_doing_it_again_does_no_harm(scene: Scene) -> None:
    who, act = scene()
    act(who)
    once = snapshot()
    act(who)
    twice = snapshot()
    feedback = once.pop("Feedback"), twice.pop("Feedback")
    assert [len(rows) for rows in feedback] in ([0, 0], [1, 1])  # type: ignore[arg-type]
    if feedback[0]:  # answers given again replace the earlier ones, and say so in the record
        assert twice.pop("events") == once.pop("events") + 1  # type: ignore[operator]
    assert twice == once


@every_action
def test_it_is_recorded_as_done_by_who_did_it(scene: Scene) -> None:
    who, act = scene()
    before = Event.objects.count()
    act(who)
    done = Event.objects.order_by("id")[before:]
    assert {event.actor_id for event in done} == {who.id}
    assert {event.verb.split(".")[0] for event in done} in (
        {"matching"},
        {"matching", "conversations"},  # a pairing opens its conversation
    )


@every_action
def test_nobody_else_may(scene: Scene) -> None:
    _who, act = scene()
    stranger = make_account()
    before = snapshot()
    with pytest.raises(NotAllowed):
        act(stranger)
    assert snapshot() == before
