"""What the pages say of the promise."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions, queries
from hearten.forum.tests.factories import TESTS, start, write
from hearten.foundation import clock

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
PHONE = "Call me on 07700 900123 any time."


def at(hours: float):
    return clock.frozen(NIGHT + timedelta(hours=hours))


@pytest.fixture
def manager(programme):
    return make_account(programme=programme, roles=[Role.MANAGER])


def page(person, name, *args):
    html = client_of(person).get(reverse(f"forum:{name}", args=args)).content.decode()
    return re.sub(r"\s+", " ", strip_tags(html))


def test_a_space_says_its_promise_and_how_well_it_is_kept(space, opener, other):
    with at(0):
        threads = [start(space, opener) for _one in range(6)]
    with at(13):
        said = page(other, "space", space.pk)
        assert "Somebody answers within 12 hours" in said
        assert "In the last 90 days 0 of 6 who asked had an answer in time." in said
        assert "Half had an answer" not in said
    with at(1):
        for thread in threads[:5]:
            write(thread, other)
    with at(13):
        said = page(other, "space", space.pk)
        assert "In the last 90 days 5 of 6 who asked had an answer in time." in said
        assert "Half had an answer within about 1 hour." in said


def test_with_few_a_space_says_so_and_closed_it_promises_nothing(space, opener):
    few = "Too few have asked lately to say how well it is kept."
    with at(0):
        start(space, opener)
        assert few in page(opener, "space", space.pk)
        actions.close_space(space=space, by=TESTS)
        said = page(opener, "space", space.pk)
        assert [one for one in (few, "Somebody answers within", "promised by") if one in said] == []


def test_who_waits_reads_since_when_and_until_when(space, opener, other):
    with at(0):
        thread = start(space, opener)
        start(space, opener, looking_for="")
    promised = "Waits since today, 3 a.m., an answer is promised by today, 3 p.m."
    late = "Waits since today, 3 a.m. and was promised an answer by today, 3 p.m.: a few words still help"
    for hours, said in ((1, promised), (12, late)):
        with at(hours):
            for reader in (opener, other):
                for name, key in (("space", space.pk), ("thread", thread.pk)):
                    assert page(reader, name, key).count("Waits since") == 1
                    assert said in page(reader, name, key)
    with at(13):
        write(thread, other)
        assert "Waits since" not in page(other, "space", space.pk)
        assert "Waits since" not in page(other, "thread", thread.pk)


def test_who_is_held_is_promised_nothing_yet(space, opener):
    with at(0):
        thread = start(space, opener, text=PHONE)
        assert "promised by" not in page(opener, "space", space.pk)
        assert "promised by" not in page(opener, "thread", thread.pk)


def test_a_space_asks_as_much_however_many_threads_it_has(space, opener, other, at_any_pace):
    def asked_of_it():
        with CaptureQueriesContext(connection) as found:
            page(other, "space", space.pk)
        return len(found)

    write(start(space, opener), other)
    start(space, opener)
    page(other, "space", space.pk)
    few = asked_of_it()
    for _one in range(8):
        write(start(space, opener), other)
        start(space, opener)
    assert asked_of_it() == few


def test_a_manager_promises_on_the_page_of_the_spaces(space, manager, programme):
    client, address = client_of(manager), reverse("forum:manage")
    assert 'value="12"' in client.get(address).content.decode()
    for typed in ("0", "73", "soon", ""):
        wrong = client.post(address, {"promise_hours": typed})
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["promise_hours"])
        assert f'value="{typed}"' in wrong.content.decode() or not typed
        assert space.name in wrong.content.decode()
    assert client.post(address, {"promise_hours": "6"}).headers["Location"] == address
    assert queries.settings_of(programme).promise_hours == 6
    assert "Somebody answers within 6 hours" in page(manager, "space", space.pk)
