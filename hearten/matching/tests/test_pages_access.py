"""Who may open which address, and what every page keeps to."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import client_of
from hearten.matching.tests.factories import (
    make_account,
    make_programme,
    manager_of,
    member_of,
    propose,
    supporter_of,
)
from hearten.matching.tests.scenes import ended, paired
from hearten.matching.urls import urlpatterns

pytestmark = pytest.mark.django_db
WORDS = "Nights are the hardest"


class Cast:
    """One programme in which everything there is has happened once."""

    def __init__(self) -> None:
        self.pairing = ended(handover="Walks help")
        self.programme: Programme = self.pairing.programme
        self.member: Account = self.pairing.member
        self.supporter: Account = self.pairing.supporter
        self.other_supporter = supporter_of(self.programme)
        self.manager = manager_of(self.programme)
        self.moderator = make_account(programme=self.programme, roles=[Role.MODERATOR])
        self.other_member = member_of(self.programme)
        self.proposal = propose(self.member, self.programme, words=WORDS)
        self.asked: Account = self.proposal.supporter
        self.stranger = manager_of(make_programme())

    def url(self, name: str) -> str:
        of_pairing = ("talk", "ask_again", "feedback", "handover", "hand_over")
        ids = {"proposal": [self.proposal.pk]} | {one: [self.pairing.pk] for one in of_pairing}
        return reverse(f"matching:{name}", args=ids.get(name, []))


EVERYBODY = {
    "member",
    "supporter",
    "other_supporter",
    "manager",
    "moderator",
    "other_member",
    "stranger",
}
TWO = {"member", "supporter"}
MAY_OPEN: dict[str, set[str]] = {
    "ask": EVERYBODY,
    "waiting": EVERYBODY,
    "cancel": EVERYBODY,
    "choose": EVERYBODY,
    "proposal": {"asked"},
    "talk": TWO,
    "ask_again": {"member"},
    "feedback": TWO,
    "handover": {"member"},
    "hand_over": {"supporter"},
    "inbox": {"supporter", "other_supporter"},
    "pause": {"supporter", "other_supporter"},
    "supporter_settings": {"supporter", "other_supporter"},
    "waits": {"manager", "stranger"},
    "settings": {"manager", "stranger"},
}
POST_ONLY = {"ask_again", "pause"}
NOT_THERE = {404}
THERE = {200, 302, 422}


def test_the_matrix_knows_every_address() -> None:
    assert {one.name for one in urlpatterns} == set(MAY_OPEN)


def visit(client: Client, cast: Cast, name: str) -> int:
    status: int = (client.post if name in POST_ONLY else client.get)(cast.url(name)).status_code
    return status


def test_who_may_open_which_address() -> None:
    cast = Cast()
    opened: dict[str, set[str]] = {name: set() for name in MAY_OPEN}
    people = EVERYBODY | {"asked"}
    for who in sorted(people):
        client = client_of(getattr(cast, who))
        for name in sorted(MAY_OPEN, key=lambda name: name in POST_ONLY):
            status = visit(client, cast, name)
            assert status in THERE | NOT_THERE, (name, who)
            if status in THERE:
                opened[name].add(who)
    same = {who for who in people if getattr(cast, who) == cast.asked}
    expected = {name: who | (same if who & same else set()) for name, who in MAY_OPEN.items()}
    assert opened == expected


def test_signed_out_people_are_asked_to_sign_in() -> None:
    cast = Cast()
    client = Client()
    for name in MAY_OPEN:
        if name in POST_ONLY:
            response = client.post(cast.url(name))
            assert response.status_code == 401
            assert f'class="button" href="{reverse("accounts:sign_in")}?next=' in response.text
        else:
            response = client.get(cast.url(name))
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_takes_no_get(name: str) -> None:
    cast = Cast()
    assert client_of(cast.supporter).get(cast.url(name)).status_code == 405


def test_what_does_not_exist_looks_like_what_is_not_yours() -> None:
    cast = Cast()
    client = client_of(cast.other_member)
    for name in ("proposal", "talk", "ask_again", "feedback", "handover", "hand_over"):
        method = client.post if name in POST_ONLY else client.get
        answers = method(cast.url(name)), method(reverse(f"matching:{name}", args=[uuid4()]))
        assert [one.status_code for one in answers] == [404, 404]
        bodies = [one.content.split(b"<main")[1].split(b"<footer")[0] for one in answers]
        assert bodies[0] == bodies[1]


def test_open_pairings_have_no_pages_for_after_the_ending() -> None:
    pairing = paired()
    for name, person in (
        ("feedback", pairing.member),
        ("handover", pairing.member),
        ("hand_over", pairing.supporter),
    ):
        url = reverse(f"matching:{name}", args=[pairing.pk])
        assert client_of(person).get(url).status_code == 404


PAGES: list[tuple[str, Callable[[Cast], Account]]] = [
    ("ask", lambda cast: cast.other_member),
    ("waiting", lambda cast: cast.member),
    ("cancel", lambda cast: cast.member),
    ("choose", lambda cast: cast.member),
    ("proposal", lambda cast: cast.asked),
    ("feedback", lambda cast: cast.member),
    ("handover", lambda cast: cast.member),
    ("hand_over", lambda cast: cast.supporter),
    ("inbox", lambda cast: cast.supporter),
    ("supporter_settings", lambda cast: cast.supporter),
    ("waits", lambda cast: cast.manager),
    ("settings", lambda cast: cast.manager),
]


NEUTRAL_TITLES = {
    "ask": "Asking",
    "waiting": "Waiting",
    "cancel": "Waiting",
    "choose": "Choosing",
    "proposal": "A question for you",
    "feedback": "How it was",
    "handover": "Some words for you",
    "hand_over": "Handing over",
    "inbox": "Inbox",
    "supporter_settings": "Room and boundaries",
    "waits": "Waits",
    "settings": "Times to answer",
}


def test_titles_are_neutral_and_pages_hold_no_inline_code() -> None:
    cast = Cast()
    titles = {}
    for name, reader in PAGES:
        shown = client_of(reader(cast)).get(cast.url(name)).content.decode()
        titles[name] = shown.split("<title>")[1].split("</title>")[0]
        for forbidden in ("<style", " style=", " onclick=", "javascript:", "data:image"):
            assert forbidden not in shown, name
        scripts = [part.split(">")[0] for part in shown.split("<script")[1:]]
        assert [one for one in scripts if " src=" not in one] == []
    assert titles == NEUTRAL_TITLES
