"""A supporter asks a member for money: the member is told at once that they do not have to, the supporter
gets a card, a supervisor talks with them, and a moderator reads only what the member reports."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of
from hearten.boundaries.models import Concern
from hearten.conversations import actions as conversations
from hearten.conversations.tests.factories import RULE, Pair
from hearten.foundation.clock import now
from hearten.safety.models import Case, Report
from tests.journeys.test_supporter_leaves import make_account, read, shown

pytestmark = pytest.mark.django_db
ASKS = "I hate to ask, but could you lend me 40 quid by the green gate?"
ORDINARY = "How was the long night by the blue kettle?"


def said_in(client: Client, url: str) -> str:
    return shown(unescape(client.get(url).content.decode()))


def test_from_a_message_to_a_talk() -> None:
    pair = Pair()
    where = pair.programme
    supervisor = make_account("Oak Table", programme=where, roles=[Role.SUPERVISOR])
    moderator = make_account("Even Keel", programme=where, roles=[Role.MODERATOR])
    talk = reverse("conversations:show", args=[pair.id])
    supporter, member = client_of(pair.supporter), client_of(pair.member)
    for text in (ORDINARY, ASKS):
        supporter.post(talk, {"text": text, "client_id": str(uuid4())})
    assert "You do not have to" not in said_in(member, talk)
    conversations.read_for_danger(conversation_id=pair.id, by=RULE)

    # The member: one press to report what was written.
    html = unescape(member.get(talk).content.decode())
    assert "You never have to give, lend, pay or take anything here." in shown(html)
    card = html.split('id="do-not-have-to"', 1)[1]
    report = re.search(r'href="([^"]*/report/3/)"', card)
    assert report is not None
    assert member.post(report[1], {"reason": "money"}).status_code == 302

    # The supporter: told first what was noticed, and of no case.
    told = said_in(supporter, talk)
    assert "Money or gifts came up" in told
    assert "case" not in told.lower()
    concern = Concern.objects.get()
    answer = {"answer": "help", "pairing": str(pair.pairing.id)}
    assert (
        supporter.post(reverse("boundaries:answer", args=[concern.id]), answer)["Location"] == talk
    )
    assert "Money or gifts came up" not in said_in(supporter, talk)

    # The supervisor: kinds and counts, no word of it and no member.
    desk = client_of(supervisor)
    seen = read(desk, "boundaries:supporters") + read(desk, "boundaries:concern", concern.id)
    assert "Money or gifts" in seen
    for secret in ("green gate", "40 quid", pair.member.pseudonym):
        assert secret not in seen
    note = {"note_id": str(uuid4()), "text": "We found a kind no."}
    desk.post(reverse("boundaries:concern", args=[concern.id]), note)
    desk.post(reverse("boundaries:close", args=[concern.id]))
    concern.refresh_from_db()
    assert (concern.closed_by, concern.closed_at is not None and concern.closed_at <= now()) == (
        supervisor,
        True,
    )

    # The moderator: one case, with the text the member sent and none of the system's.
    case = Case.objects.get()
    assert (case.about, case.nature, Report.objects.count()) == (pair.supporter, "conduct", 2)
    room = client_of(moderator)
    room.post(reverse("safety:assign_case", args=[case.id]))
    evidence = room.post(reverse("safety:case_evidence", args=[case.id])).content.decode()
    assert "No text was sent with it." in evidence
    assert unescape(evidence).count(ASKS) == 1
    assert "blue kettle" not in evidence
