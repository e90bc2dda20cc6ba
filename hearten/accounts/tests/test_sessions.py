import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from hearten.accounts import actions, jobs, queries
from hearten.accounts.models import Session, SuspendReason
from hearten.accounts.sessions import this_hour
from hearten.accounts.tests.factories import TESTS, client_of, make_account
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.foundation.live import Listener

pytestmark = pytest.mark.django_db


def session_of(client):
    return Session.objects.get(session_key=client.session.session_key)


@pytest.fixture
def ended(monkeypatch):
    """Public ids of sessions whose live connections were told to close."""
    told = []
    monkeypatch.setattr(
        "hearten.foundation.live.end_session_on_commit",
        lambda *, session_id: told.append(session_id),
    )
    return told


def test_a_session_keeps_its_public_id_and_start_through_changes(programme):
    client = client_of(make_account(programme=programme))
    before = session_of(client)
    session = client.session
    session["something"] = 1
    session.save()
    after = session_of(client)
    assert (after.public_id, after.started_at) == (before.public_id, before.started_at)
    assert after.get_decoded()["something"] == 1


def test_saving_a_session_that_was_ended_does_not_bring_it_back(programme):
    from django.contrib.sessions.backends.base import UpdateError

    client = client_of(make_account(programme=programme))
    session = client.session
    session["something"] = 1  # reads the row
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()


def test_last_use_is_kept_to_the_hour_and_written_once_an_hour(
    programme, django_assert_num_queries
):
    client = client_of(make_account(programme=programme))
    start = clock.now()
    client.get("/me/account/devices/")
    assert session_of(client).seen_at == this_hour()
    assert _writes(client) == 0
    with clock.frozen(start + timedelta(minutes=61)):
        assert _writes(client) == 1
        assert session_of(client).seen_at == this_hour()
        assert session_of(client).seen_at.minute == 0
        assert _writes(client) == 0


def _writes(client):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries_made:
        client.get("/me/account/devices/")
    return sum(one["sql"].startswith("UPDATE") for one in queries_made)


def test_a_person_sees_their_devices_and_nobody_elses(programme):
    otter, fox = make_account(programme=programme), make_account(programme=programme)
    phone, laptop, other = client_of(otter), client_of(otter), client_of(fox)
    page = phone.get("/me/account/devices/")
    assert {one.public_id for one in page.context["sessions"]} == {
        session_of(phone).public_id,
        session_of(laptop).public_id,
    }
    assert page.context["this"] == session_of(phone).public_id
    assert page.text.count("This device") == 1
    assert str(session_of(other).public_id) not in page.text
    assert phone.session.session_key not in page.text


def test_one_device_is_signed_out_from_another(programme, ended):
    otter = make_account(programme=programme)
    phone, laptop = client_of(otter), client_of(otter)
    gone = session_of(laptop).public_id
    address = f"/me/account/devices/{gone}/"
    assert phone.get(address).status_code == 405
    assert phone.post(address).url == "/me/account/devices/"
    assert laptop.get("/me/account/").url == "/sign-in/?next=%2Fme%2Faccount%2F"
    assert phone.get("/me/account/").status_code == 200
    assert ended == [gone]
    phone.post(address)
    assert Event.objects.filter(verb="accounts.session_ended").count() == 1


def test_a_stolen_cookie_of_an_ended_session_opens_nothing(programme):
    otter = make_account(programme=programme)
    phone, laptop = client_of(otter), client_of(otter)
    cookie = laptop.cookies["session"].value
    phone.post("/me/account/devices/others/")
    thief = Client()
    thief.cookies["session"] = cookie
    assert thief.get("/me/account/").url == "/sign-in/?next=%2Fme%2Faccount%2F"
    assert queries.listener_for(cookie) is None


def test_somebody_elses_session_cannot_be_ended(programme, ended):
    otter, fox = make_account(programme=programme), make_account(programme=programme)
    phone, other = client_of(otter), client_of(fox)
    phone.post(f"/me/account/devices/{session_of(other).public_id}/")
    assert other.get("/me/account/").status_code == 200
    with pytest.raises(NotAllowed):
        actions.end_session(account=fox, session_id=session_of(other).public_id, by=otter)
    with pytest.raises(NotAllowed):
        actions.end_other_sessions(account=fox, keep=None, by=otter)
    assert ended == []


def test_all_other_devices_are_signed_out(programme, ended):
    otter = make_account(programme=programme)
    phone, laptop, tablet = client_of(otter), client_of(otter), client_of(otter)
    gone = {session_of(laptop).public_id, session_of(tablet).public_id}
    phone.post("/me/account/devices/others/")
    assert [one.get("/me/account/").status_code for one in (phone, laptop, tablet)] == [
        200,
        302,
        302,
    ]
    assert set(ended) == gone


def test_leaving_quickly_closes_live_connections_too(programme, ended):
    client = client_of(make_account(programme=programme))
    public_id = session_of(client).public_id
    client.post("/leave/")
    assert ended == [public_id]
    assert not Session.objects.exists()


def test_the_list_costs_the_same_for_many_devices(programme):
    otter = make_account(programme=programme)
    phone = client_of(otter)
    phone.get("/me/account/devices/")
    few = _count(phone)
    for _turn in range(10):
        client_of(otter)
    assert _count(phone) == few


def _count(client):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries_made:
        client.get("/me/account/devices/")
    return len(queries_made)


# What the gateway asks.


def test_who_is_behind_a_cookie(programme):
    otter = make_account("Quiet Otter", programme=programme)
    client = client_of(otter)
    row = session_of(client)
    assert queries.listener_for(row.session_key) == Listener(
        account_id=otter.id, session_id=row.public_id, pseudonym="Quiet Otter"
    )
    assert queries.listener_for("") is None
    assert queries.listener_for("x" * 32) is None
    assert queries.listener_for(str(row.public_id)) is None


def test_nobody_is_behind_an_anonymous_expired_or_suspended_session(programme):
    anonymous = Client()
    session = anonymous.session
    session["x"] = 1
    session.save()
    assert queries.listener_for(session.session_key) is None

    otter = make_account(programme=programme)
    row = session_of(client_of(otter))
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert queries.listener_for(row.session_key) is None
        assert queries.sessions_valid([row.public_id]) == set()
    otter.is_active = False
    otter.save()
    assert queries.listener_for(row.session_key) is None
    assert queries.sessions_valid([row.public_id]) == set()


def test_which_sessions_still_run(programme, django_assert_num_queries):
    rows = [session_of(client_of(make_account(programme=programme))) for _turn in range(3)]
    ids = [row.public_id for row in rows]
    rows[0].delete()
    with django_assert_num_queries(1):
        assert queries.sessions_valid(ids) == set(ids[1:])


def test_suspension_ends_every_session(programme, ended):
    otter = make_account(programme=programme)
    client = client_of(otter)
    public_id = session_of(client).public_id
    actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    assert client.get("/me/account/").status_code == 302
    assert ended == [public_id]


def test_the_job_forgets_what_is_past_its_time(programme):
    from django.core.cache import cache

    cache.clear()  # its table is no model's: tests that commit leave entries behind
    otter = make_account(programme=programme)
    client_of(otter)
    cache.set("throttle-of-an-address", [1.0], timeout=600)
    jobs.forget_expired(0)
    assert (Session.objects.count(), _throttles()) == (1, 1)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        jobs.forget_expired(0)
        assert (Session.objects.count(), _throttles()) == (1, 0)
    with clock.frozen(clock.now() + timedelta(days=15)):
        jobs.forget_expired(0)
        jobs.forget_expired(0)
    assert Session.objects.count() == 0


def _throttles():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM throttle_cache")
        return cursor.fetchone()[0]


def test_what_somebody_sends_after_it_ended_is_handed_back(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    Session.objects.all().delete()
    sent = {"pronouns": "she, or they", "passphrase": "planted lanterns", "code": "planted 1"}
    answer = client.post(
        "/me/account/", sent, headers={"Referer": "http://testserver/me/account/?x=1"}
    )
    assert answer.status_code == 401
    assert answer["Cache-Control"] == "no-store"
    assert "Nothing was sent." in answer.text
    assert re.findall(r"readonly[^>]*>\n(.*?)</textarea>", answer.text) == ["she, or they"]
    assert 'class="button" href="/sign-in/?next=%2Fme%2Faccount%2F%3Fx%3D1"' in answer.text
    assert "planted" not in answer.text
    otter.refresh_from_db()
    assert otter.pronouns == ""


def test_a_script_is_told_by_a_redirect_that_it_ended(programme):
    answer = Client().post("/me/account/", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.url == "/sign-in/?next=%2Fme%2Faccount%2F"
