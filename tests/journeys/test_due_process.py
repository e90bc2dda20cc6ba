"""A supporter oversteps: one report, two moderators, a pause; their members are with somebody new; the
supporter reads why, asks for another look, and a third lets them back in."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import PASSPHRASE, client_of, make_account, make_programme
from hearten.conversations.queries import conversation_of
from hearten.foundation.actors import SystemActor
from hearten.matching import actions as matching
from hearten.matching.models import Pairing, RequestState, SupportRequest
from hearten.safety.models import Case

pytestmark = pytest.mark.django_db
MATCHING = SystemActor("matching")
GRAVE = "planted: come over tonight or I stop writing"
WHY = "You pressed somebody you support to meet you. That is never all right here."


def read(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    main = unescape(response.content.decode()).split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]*>", " ", main)


def supporter_in(programme: Programme, pseudonym: str) -> Account:
    supporter = make_account(
        pseudonym, programme=programme, roles=[Role.SUPPORTER], passphrase=PASSPHRASE
    )
    matching.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=3, by=supporter
    )
    return supporter


def paired(programme: Programme, member: Account, supporter: Account) -> Pairing:
    me, them = client_of(member), client_of(supporter)
    me.post(reverse("matching:ask"), {"kind": "weeks", "words": ""})
    me.post(reverse("matching:choose"), {"supporter": str(supporter.id)})
    request = SupportRequest.objects.get(member=member, state=RequestState.PROPOSED)
    proposal = request.proposals.get()
    them.post(reverse("matching:proposal", args=[proposal.pk]), {"answer": "yes"})
    return Pairing.objects.get(proposal=proposal)


def post(client: Client, name: str, *args: object, **data: object) -> None:
    response = client.post(reverse(name, args=args), data)
    assert response.status_code in (200, 302), (name, response.status_code)


def test_from_one_report_to_being_let_back_in() -> None:
    programme = make_programme("Harbour of Fairness")
    supporter = supporter_in(programme, "Loud Ferry")
    members = [make_account(f"Night Reader {n}", programme=programme) for n in range(2)]
    pairings = [paired(programme, member, supporter) for member in members]
    desks = [
        client_of(make_account(name, programme=programme, roles=[Role.MODERATOR]))
        for name in ("Calm Heron", "Quiet Finch", "Still Water")
    ]
    case = _reported(supporter, members[0], pairings[0])
    _paused_by_two(case, desks)
    supporter.refresh_from_db()
    assert not supporter.is_active
    _members_are_with_somebody_new(programme, members, pairings)
    post(desks[0], "safety:resolve_case", case.id, resolution="suspended", reason="Two agreed")
    assert "did something about it" in read(client_of(members[0]), "safety:reports")
    appeal_id = _reads_why_and_appeals(supporter, members)
    post(
        desks[2],
        "conduct:appealed",
        appeal_id,
        outcome="lifted",
        answer="We misread the evening. We are sorry.",
    )
    supporter.refresh_from_db()
    assert supporter.is_active
    page = read(client_of(supporter), "conduct:mine")
    assert "Taken back" in page
    assert [one.ended_at is not None for one in Pairing.objects.filter(supporter=supporter)] == [
        True,
        True,
    ]


def _reported(supporter: Account, member: Account, pairing: Pairing) -> Case:
    conversation = conversation_of(pairing.pk)
    assert conversation is not None
    them, me = client_of(supporter), client_of(member)
    data = {"text": GRAVE, "client_id": str(uuid4())}
    them.post(reverse("conversations:show", args=[conversation.id]), data)
    post(me, "conversations:report", conversation.id, 2, reason="sexual", words="It scared me")
    assert "We are looking at it." in read(me, "safety:reports")
    return Case.objects.get()


def _paused_by_two(case: Case, desks: list[Client]) -> None:
    first, second, _third = desks
    wish = {"what": "pause:", "days": "14", "rule": "sexual", "gravity": "3", "reason": WHY}
    post(first, "safety:assign_case", case.id)
    post(first, "safety:case_evidence", case.id)
    post(first, "safety:case_measure", case.id, measure_id=str(uuid4()), **wish)
    measure = case.about.measures.get()
    assert measure.state == "proposed"
    assert "Pause of the account" in read(second, "conduct:reviews")
    post(second, "safety:case_evidence", case.id)
    post(second, "conduct:confirm", measure.id)
    measure.refresh_from_db()
    assert measure.state == "standing"


def _members_are_with_somebody_new(
    programme: Programme, members: list[Account], pairings: list[Pairing]
) -> None:
    for member, pairing in zip(members, pairings, strict=True):
        me, conversation = client_of(member), conversation_of(pairing.pk)
        assert conversation is not None
        talk = read(me, "conversations:show", conversation.pk)
        assert "This conversation has ended." in talk
        for untold in ("suspended", "paused", "Calm Heron", "Quiet Finch"):
            assert untold not in talk
        assert "We are looking for somebody" in read(me, "matching:waiting")
    newcomer = supporter_in(programme, "Warm Lantern")
    made = matching.match_waiting(programme=programme, by=MATCHING)
    assert {(one.request.member, one.supporter) for one in made} == {
        (member, newcomer) for member in members
    }


def _reads_why_and_appeals(supporter: Account, members: list[Account]) -> object:
    door = Client()
    signed = door.post(
        reverse("accounts:sign_in"), {"pseudonym": "Loud Ferry", "passphrase": PASSPHRASE}
    )
    assert signed.url == reverse("conduct:mine")
    measure = supporter.measures.get()
    page = read(door, "conduct:decision", measure.id)
    assert WHY in page
    for secret in ("Calm Heron", "Quiet Finch", "It scared me", *(m.pseudonym for m in members)):
        assert secret not in page
    assert door.get(reverse("pages:home")).text.count("Loud Ferry") == 0
    post(door, "conduct:appeal", measure.id, words="I meant the meeting of the group")
    measure.refresh_from_db()
    return measure.appeal.id
