"""Nothing of a group leads to an account, nor to what the same person is in another group."""

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of, make_account
from hearten.groups.models import Seat
from hearten.groups.queries import export_of
from hearten.groups.tests.factories import come, seat_of, start
from hearten.ui.avatars import avatar_svg

pytestmark = pytest.mark.django_db
PAGES = ("group", "host", "askings", "agreements", "introduce", "leave", "change")


def picture(seed):
    """What is drawn, without its size."""
    return avatar_svg(seed).partition("focusable")[2]


@pytest.fixture
def world(programme):
    """A person who hosts one group and is in another; a reader who is in both."""
    person = make_account("Zqplanted Person", programme=programme)
    reader = make_account("Plain Reader", programme=programme)
    one = start(programme, person, name="Zqone", called="Zqone face", introduction="Zqone words")
    other = start(programme, reader, name="Zqtwo")
    come(other, person, called="Zqtwo face", introduction="Zqtwo words")
    come(one, reader)
    return person, reader, {"Zqone": one, "Zqtwo": other}


@pytest.mark.parametrize(("here", "there"), [("Zqone", "Zqtwo"), ("Zqtwo", "Zqone")])
@pytest.mark.parametrize("who", ["reader", "person"])
def test_no_page_of_a_group_holds_anything_of_the_account_or_the_other(world, here, there, who):
    person, reader, groups = world
    seats = {name: seat_of(group, person) for name, group in groups.items()}
    client = client_of(person if who == "person" else reader)
    secrets = {
        "account id": str(person.pk),
        "account id, short": person.pk.hex,
        "pseudonym": person.pseudonym,
        "account's picture": picture(person.pseudonym),
        "picture of the account's id": picture(str(person.pk)),
        "the other seat": str(seats[there].pk),
        "the other picture": picture(seats[there].seed),
        "the other group": there,
        "the other group's id": str(groups[there].pk),
    }
    shown = 0
    for name in PAGES:
        answer = client.get(reverse(f"groups:{name}", args=[groups[here].pk]))
        if answer.status_code == 404:
            continue
        html = answer.content.decode() + str(answer.headers)
        shown += picture(seats[here].seed) in html
        assert {what for what, secret in secrets.items() if secret in html} == set(), name
    assert shown >= 1  # the pages do hold the seat that is theirs


def test_an_export_holds_nothing_of_the_others(world):
    person, reader, groups = world
    exported = str(export_of(reader))
    for secret in ("Zqone face", "Zqone words", "Zqtwo face", "Zqtwo words", str(person.pk)):
        assert secret not in exported
    assert "Zqone words" in str(export_of(person))
    assert str(seat_of(groups["Zqone"], person).pk) not in exported


def test_since_when_somebody_is_there_is_kept_by_day():
    assert Seat._meta.get_field("came_on").get_internal_type() == "DateField"
