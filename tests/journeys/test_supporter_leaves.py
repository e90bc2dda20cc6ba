"""A manager ends a supporter's role: the people the supporter was with are told kindly and wait again,
without having to do anything, and nobody reads a reason."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.conversations.queries import conversation_of
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.matching import actions as matching
from hearten.matching.models import Pairing, RequestState, SupportRequest

pytestmark = pytest.mark.django_db
MATCHING = SystemActor("matching")
SECRET = "the green suitcase under the stairs"


def read(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, (name, response.status_code)
    return unescape(response.content.decode())


def shown(html: str) -> str:
    """What the page's main part says, without its tags and what scripts keep for later."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<template.*?</template>", "", main))


def paired(programme: Programme, member: Account, supporter: Account) -> Pairing:
    """The member asks by the form, chooses the supporter, and both say yes."""
    me, them = client_of(member), client_of(supporter)
    asked = me.post(reverse("matching:ask"), {"kind": "weeks", "words": SECRET})
    assert asked.status_code == 302
    me.post(reverse("matching:choose"), {"supporter": str(supporter.id)})
    request = SupportRequest.objects.get(member=member, state=RequestState.PROPOSED)
    proposal = request.proposals.get()
    them.post(reverse("matching:proposal", args=[proposal.pk]), {"answer": "yes"})
    return Pairing.objects.get(proposal=proposal)


def supporter_in(programme: Programme, pseudonym: str, capacity: int) -> Account:
    supporter = make_account(pseudonym, programme=programme, roles=[Role.SUPPORTER])
    matching.save_supporter_settings(
        supporter=supporter, programme=programme, capacity=capacity, by=supporter
    )
    return supporter


def test_a_supporter_leaves_and_nobody_is_stranded() -> None:
    programme = make_programme("Harbour of Leaving")
    manager = make_account("Open Window", programme=programme, roles=[Role.MANAGER])
    leaving = supporter_in(programme, "Slow Ferry", 3)
    staying = supporter_in(programme, "Calm Owl", 1)
    members = [make_account(f"Night Reader {n}", programme=programme) for n in range(2)]
    began = clock.now()
    pairings = [paired(programme, member, leaving) for member in members]
    own = paired(programme, leaving, staying)
    third = make_account("Night Reader 9", programme=programme)
    client_of(third).post(reverse("matching:ask"), {"kind": "weeks", "words": ""})
    matching.match_waiting(programme=programme, by=MATCHING)

    desk = client_of(manager)
    before = read(desk, "accounts:person", leaving.id)
    assert "They are with 2 people now." in before
    assert "Each of the people is told kindly" in before
    for secret in (SECRET, *(member.pseudonym for member in members)):
        assert secret not in before

    with clock.frozen(began + timedelta(days=1)):
        done = desk.post(reverse("accounts:end_role", args=[leaving.id]), {"role": "supporter"})
        assert done.status_code == 302
        after = read(desk, "accounts:person", leaving.id)
        assert "The role is ended." in after
        assert "They are with" not in after
        for member, pairing in zip(members, pairings, strict=True):
            _told_kindly_and_waiting(member, pairing)
        _goes_on_as_a_member(leaving, own)
        assert "We are looking for somebody" in read(client_of(third), "matching:waiting")
        newcomer = supporter_in(programme, "Warm Lantern", 3)
        made = matching.match_waiting(programme=programme, by=MATCHING)
    assert {one.request.member for one in made} == {*members, third}
    assert {one.supporter for one in made} == {newcomer}


def _told_kindly_and_waiting(member: Account, pairing: Pairing) -> None:
    me = client_of(member)
    conversation = conversation_of(pairing.pk)
    assert conversation is not None
    talk = read(me, "conversations:show", conversation.pk)
    assert "This conversation has ended." in shown(talk)
    for untold in ("suspended", "role", "manager", "programme"):
        assert untold not in shown(talk).lower()
    assert "We are looking for somebody" in read(me, "matching:waiting")
    again = SupportRequest.objects.get(follows=pairing)
    waited_before = pairing.started_at - pairing.proposal.request.waiting_since
    assert again.waiting_since == again.made_at - waited_before
    said = me.post(
        reverse("conversations:send", args=[conversation.pk]),
        {"text": "Still there?", "client_id": str(member.id)},
    )
    assert said.status_code != 302


def _goes_on_as_a_member(leaving: Account, own: Pairing) -> None:
    """They support nobody any more, and are still supported."""
    me = client_of(leaving)
    assert me.get(reverse("matching:inbox")).status_code == 404
    own.refresh_from_db()
    assert own.ended_at is None
    conversation = conversation_of(own.pk)
    assert conversation is not None
    talk = read(me, "conversations:show", conversation.pk)
    assert "This conversation has ended." not in shown(talk)
    assert own.supporter.pseudonym in read(me, "pages:home")
