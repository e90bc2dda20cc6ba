"""What left without an opening: written down by a manager, read by the person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import TESTS, client_of, make_account
from hearten.audit import actions as audit
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.identity import actions, queries
from hearten.identity.models import Release

pytestmark = pytest.mark.django_db
LEFT = "/emergency/register/left/"


def left(programme, member, manager, **given):
    usual = {
        "what": ["words", "account"],
        "recipient": "court",
        "ground": "court_order",
        "words": "planted-file-number",
        "release_id": uuid4(),
        "by": manager,
    }
    return actions.register_release(programme=programme, about=member, **(usual | given))


def test_it_is_in_the_register_and_the_person_reads_it_at_once(programme, member, manager):
    made = left(programme, member, manager)
    assert left(programme, member, manager, release_id=made.pk) == made
    assert made.tell_at == made.at
    assert b"planted" not in bytes(made.sealed_words)
    [line] = queries.releases_of(programme)
    assert (line["waits"], line["told"].words) == (False, "planted-file-number")
    [notice] = queries.releases_for(member)
    assert (notice.told.recipient, notice.seen) == ("Court or prosecutor", False)
    assert queries.unseen_releases(member) == 1
    assert queries.export_of(member)["releases"][0]["words"] == "planted-file-number"
    [event] = events_about(made)
    assert event.details == {
        "about": str(member.pk),
        "told": ["account", "words"],
        "recipient": "court",
        "ground": "court_order",
        "delay": "",
        "days": None,
    }


def test_with_a_ground_the_person_is_told_within_thirty_days(programme, member, manager):
    made = left(programme, member, manager, delay="police_request", delay_days=30)
    assert made.tell_at - made.at == timedelta(days=30)
    assert [line["waits"] for line in queries.releases_of(programme)] == [True]
    assert (queries.releases_for(member), queries.unseen_releases(member)) == ([], 0)
    actions.put_notice_away(notice_id=made.pk, by=member)
    with clock.frozen(made.tell_at):
        assert queries.unseen_releases(member) == 1
        actions.put_notice_away(notice_id=made.pk, by=manager)
        assert queries.unseen_releases(member) == 1
        actions.put_notice_away(notice_id=made.pk, by=member)
        assert queries.unseen_releases(member) == 0
        assert [one.seen for one in queries.releases_for(member)] == [True]


def test_only_managers_of_the_programme_write_it_and_not_about_themselves(
    programme, member, manager, moderator
):
    far = make_account(roles=[Role.MANAGER])
    for other in (moderator, member, far, TESTS):
        with pytest.raises(NotAllowed):
            left(programme, member, other)
    with pytest.raises(NotAllowed):
        left(programme, manager, manager)
    with pytest.raises(NotAllowed):
        left(programme, far, manager)


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": []},
        {"what": ["diary"]},
        {"recipient": "friend"},
        {"ground": "wish"},
        {"words": "x" * 501},
        {"delay": "police_request"},
        {"delay": "whim", "delay_days": 3},
    ],
)
def test_a_line_is_whole(programme, member, manager, wrong):
    with pytest.raises(Invalid):
        left(programme, member, manager, **wrong)


def test_what_cannot_be_recorded_is_not_written(programme, member, manager, monkeypatch):
    def fail(**given):
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(RuntimeError):
        left(programme, member, manager)
    assert not Release.objects.exists()


def test_the_pages(programme, member, manager):
    theirs, mine = client_of(manager), client_of(member)
    line = {
        "release_id": str(uuid4()),
        "pseudonym": "planted MEMBER",
        "what": ["account"],
        "recipient": "police",
        "ground": "legal_duty",
        "words": "planted-letter",
    }
    assert theirs.post(LEFT, line)["Location"] == LEFT
    theirs.post(LEFT, line)
    assert Release.objects.count() == 1
    assert "planted-letter" in theirs.get(LEFT).content.decode()
    assert "told to somebody outside" in mine.get("/").content.decode()
    page = mine.get("/emergency/").content.decode()
    assert "planted-letter" in page
    assert "Open Window" not in page
    mine.post(f"/emergency/read/{Release.objects.get().pk}/")
    assert "told to somebody outside" not in mine.get("/").content.decode()
    assert "planted-letter" in mine.get("/emergency/").content.decode()


@pytest.mark.parametrize("wrong", [{}, {"pseudonym": "Nobody Known"}, {"delay": "police_request"}])
def test_what_is_missing_is_said(programme, member, manager, wrong):
    whole = {
        "release_id": str(uuid4()),
        "pseudonym": member.pseudonym,
        "what": ["account"],
        "recipient": "police",
        "ground": "legal_duty",
    }
    response = client_of(manager).post(LEFT, whole | wrong if wrong else {})
    assert response.status_code == 422
    assert not Release.objects.exists()


def test_somebody_of_another_programme_is_nobody(programme, manager):
    far = make_account("Far Away")
    line = {"pseudonym": far.pseudonym, "what": ["account"], "recipient": "police"}
    page = client_of(manager).post(LEFT, line | {"ground": "consent", "release_id": str(uuid4())})
    assert "Nobody here has this name." in page.content.decode()


def test_what_the_database_holds(programme, member, manager):
    rows = Release.objects.filter(pk=left(programme, member, manager).pk)
    at = rows.get().at
    for name, values in (
        ("release_of_something", {"what": []}),
        ("release_recipient_known", {"recipient": "friend"}),
        ("release_ground_known", {"ground": "wish"}),
        ("release_not_about_oneself", {"by": member}),
        ("release_told_at_once", {"tell_at": at + timedelta(days=1)}),
        ("release_told_at_once", {"delay": "whim", "tell_at": at + timedelta(days=1)}),
        ("release_told_at_once", {"delay": "police_request", "tell_at": at + timedelta(days=31)}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**values)
