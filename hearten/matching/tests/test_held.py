"""Whom a measure keeps from beginning anything new: in the queue, at a yes, and in the numbers."""

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of
from hearten.conduct import actions
from hearten.conduct.rules import Kind
from hearten.conduct.tests.factories import Scene
from hearten.foundation.errors import NotPossible
from hearten.matching import actions as matching
from hearten.matching.models import Proposal, SupportRequest
from hearten.matching.queries import capacity_of
from hearten.matching.tests.factories import answer, ask, propose, supporter_of, sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db):
    return Scene()


def test_who_waits_keeps_their_place_and_is_proposed_nobody_meanwhile(scene):
    member = scene.person
    supporter_of(scene.programme)
    ask(member, scene.programme)
    made = scene.impose(Kind.RESTRICTION, scope="new", days=5)
    assert sweep(scene.programme) == []
    assert SupportRequest.objects.get(member=member).state == "waiting"
    actions.lift(measure=made, by=scene.first)
    [proposal] = sweep(scene.programme)
    assert proposal.request.member_id == member.id


def test_a_held_supporter_is_asked_for_nobody_and_says_yes_to_nobody(scene):
    matching.save_supporter_settings(
        supporter=scene.person, programme=scene.programme, capacity=3, by=scene.person
    )
    proposal = propose(scene.reporter, scene.programme)
    scene.impose(Kind.RESTRICTION, scope="new", days=5)
    with pytest.raises(NotPossible, match="New conversations are paused"):
        answer(proposal, scene.person)
    assert (capacity_of(scene.programme).paused, capacity_of(scene.programme).free) == (1, 0)
    assert sweep(scene.programme) == []
    assert Proposal.objects.get(pk=proposal.pk).stage == "withdrawn"


def test_a_no_is_always_taken(scene):
    matching.save_supporter_settings(
        supporter=scene.person, programme=scene.programme, capacity=3, by=scene.person
    )
    proposal = propose(scene.reporter, scene.programme)
    scene.impose(Kind.RESTRICTION, scope="new", days=5)
    assert answer(proposal, scene.person, yes=False).stage == "declined"


def test_who_may_not_ask_reads_so_before_they_write(scene):
    page = reverse("matching:ask")
    client = client_of(scene.person)
    assert "New conversations are paused" not in client.get(page).text
    scene.impose(Kind.RESTRICTION, scope="new", days=5)
    assert "New conversations are paused for you until" in client.get(page).text
    refused = client.post(page, {"kind": "weeks", "words": "kept words"})
    assert (refused.status_code, "kept words" in refused.text) == (422, True)
