"""What matching asks of those above, bound and unbound."""

from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.foundation.actors import SystemActor
from hearten.matching import ports, queries
from hearten.matching.tests.factories import make_programme, supporter_of

BY = SystemActor("tests")


def test_where_nobody_is_bound_nothing_opens_and_there_is_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ports, "_open_conversation", [])
    monkeypatch.setattr(ports, "_talk_address", [])
    ports.open_conversation(pairing_id=uuid4(), by=BY)
    assert ports.talk_address(uuid4()) is None


def test_bound_twice_a_conversation_is_opened_once_by_the_one_bound_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[tuple[str, object, object]] = []
    monkeypatch.setattr(ports, "_open_conversation", [])
    for name in ("first", "last"):
        ports.bind_conversations(
            lambda *, pairing_id, by, name=name: opened.append((name, pairing_id, by))
        )
    pairing = uuid4()
    ports.open_conversation(pairing_id=pairing, by=BY)
    assert opened == [("last", pairing, BY)]


def test_the_address_is_that_of_whoever_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_talk_address", [])
    ports.bind_talk_address(lambda pairing_id: f"/talk/{pairing_id}/")
    pairing = uuid4()
    assert ports.talk_address(pairing) == f"/talk/{pairing}/"


def test_whoever_rests_is_paused_for_the_queue_and_nobody_where_nobody_is_bound(
    monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    programme = make_programme()
    tired, fresh = supporter_of(programme, "A Tired Lamp"), supporter_of(programme, "Fresh Sail")
    monkeypatch.setattr(ports, "_resting", [])
    assert ports.resting(programme.id) == frozenset()
    ports.bind_resting(lambda *, programme_id: frozenset({tired.id}))
    found = {one.supporter_id: one.paused for one in queries.loads_of(programme)}
    assert found == {tired.id: True, fresh.id: False}
    together = queries.capacity_of(programme)
    assert (together.paused, together.places, together.free) == (1, 3, 3)
    words = "You have a break after hard hours"
    for one, told in ((tired, True), (fresh, False)):
        page = client_of(one).get(reverse("matching:inbox")).content.decode()
        assert (words in page) is told
