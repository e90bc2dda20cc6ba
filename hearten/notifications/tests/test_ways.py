"""Ways: one's own, sealed, and used only after a code came back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.notifications import actions, jobs, queries
from hearten.notifications.models import Way
from hearten.notifications.rules import CODE_TRIES

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
ADDRESS = "Heron@planted.example"


def at(minutes: float):
    return clock.frozen(START + timedelta(minutes=minutes))


@pytest.fixture
def way(moderator, provider):
    with at(0):
        return actions.add_way(kind="email", address=ADDRESS, by=moderator)


def code_in(provider) -> str:
    jobs.deliver_due()
    return provider.letters[-1].text.removeprefix("Your code is ").partition(".")[0]


def test_a_code_comes_to_it_and_verifies_it(way, moderator, provider):
    with at(1):
        code = code_in(provider)
        assert actions.verify_way(way=way, code=f" {code} ", by=moderator).verified_at
        assert actions.verify_way(way=way, code="again", by=moderator).sealed_code is None
    assert [one.address for one in provider.letters] == [ADDRESS]
    assert (len(code), code.isdigit()) == (6, True)
    [read] = queries.ways_of(moderator)
    assert (read.address, read.verified, read.usable) == (ADDRESS, True, True)


def test_five_wrong_codes_are_enough_and_a_new_one_starts_again(way, moderator, provider):
    with at(1):
        code = code_in(provider)
        for _ in range(CODE_TRIES):
            with pytest.raises(Invalid):
                actions.verify_way(way=way, code="wrong", by=moderator)
        with pytest.raises(Invalid):
            actions.verify_way(way=way, code=code, by=moderator)
        actions.send_code(way=way, by=moderator)
        assert actions.verify_way(way=way, code=code_in(provider), by=moderator).verified_at


def test_a_code_is_good_for_half_an_hour(way, moderator, provider):
    with at(0):
        code = code_in(provider)
    with at(30.1), pytest.raises(Invalid):
        actions.verify_way(way=way, code=code, by=moderator)


def test_codes_are_not_sent_faster_than_one_a_minute(way, moderator):
    with at(0.9), pytest.raises(NotPossible):
        actions.send_code(way=way, by=moderator)
    with at(1):
        actions.send_code(way=way, by=moderator)


def test_it_is_stored_sealed(way):
    with connection.cursor() as cursor:
        for table in ("notifications_way", "notifications_delivery", "audit_event"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608
            text = " ".join(row for (row,) in cursor.fetchall()).lower()
            assert "planted" not in text
            assert b"planted".hex() not in text


def test_the_same_address_is_the_same_way(way, moderator):
    assert actions.add_way(kind="email", address=ADDRESS.lower(), by=moderator) == way


@pytest.mark.parametrize("address", ["", "heron", "heron@", "a b@planted.example", "x" * 300])
def test_what_is_no_address_is_said_beside_the_field(moderator, provider, address):
    with pytest.raises(Invalid) as refused:
        actions.add_way(kind="email", address=address, by=moderator)
    assert list(refused.value.fields) == ["address"]
    assert Way.objects.count() == 0


def test_five_are_enough(moderator, provider):
    for number in range(5):
        actions.add_way(kind="email", address=f"n{number}@planted.example", by=moderator)
    with pytest.raises(NotPossible):
        actions.add_way(kind="email", address="one-more@planted.example", by=moderator)


def test_nobody_from_outside_leaves_an_address(programme, provider):
    person = people.make_account(programme=programme, roles=[Role.MEMBER])
    accounts.end_role(account=person, programme=programme, role=Role.MEMBER, by=people.TESTS)
    with pytest.raises(NotAllowed):
        actions.add_way(kind="email", address=ADDRESS, by=person)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR])
def test_whoever_is_not_called_leaves_an_address_for_news_and_no_number(
    programme, provider, texts, role
):
    person = people.make_account(programme=programme, roles=[role])
    assert actions.add_way(kind="email", address=ADDRESS, by=person).brings_news
    with pytest.raises(NotAllowed):
        actions.add_way(kind="sms", address="+34600100200", by=person)
    number = people.client_of(person).post(
        reverse("notifications:add_phone"), {"number": "+34600100200"}
    )
    assert number.status_code == 404
    assert Way.objects.filter(kind="sms").count() == 0


def test_nobody_touches_anothers(way, programme):
    other = people.make_account(programme=programme, roles=[Role.MODERATOR])
    for act in (
        lambda: actions.verify_way(way=way, code="1", by=other),
        lambda: actions.send_code(way=way, by=other),
    ):
        with pytest.raises(NotPossible):
            act()
    actions.remove_way(way_id=way.id, by=other)
    assert list(Way.objects.all()) == [way]
    assert list(queries.ways_visible_to(other)) == []


def test_removed_is_gone_and_twice_is_fine(way, moderator):
    for _ in range(2):
        actions.remove_way(way_id=way.id, by=moderator)
    assert Way.objects.count() == 0


def test_without_a_provider_there_is_nothing_to_add(moderator):
    with pytest.raises(NotPossible):
        actions.add_way(kind="email", address=ADDRESS, by=moderator)
