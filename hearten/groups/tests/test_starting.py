"""A member starts a group, and is its host."""

from uuid import uuid4

import pytest

from hearten.accounts.models import Membership, Role
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups import actions, queries
from hearten.groups.formats import FORMATS, first_agreements
from hearten.groups.models import Agreements, Format, Group, Seat
from hearten.groups.tests.factories import AGREEMENTS, come, seat_of, start, state_of, words

pytestmark = pytest.mark.django_db


def acts():
    return list(Event.objects.filter(verb__startswith="groups.").values_list("verb", flat=True))


def test_a_group_begins_with_its_host_and_agreements(programme, host):
    group = start(programme, host, called="Quiet Heron", introduction="I am awake.")
    [seat] = Seat.objects.all()
    assert (seat.account, seat.role, seat.state, seat.agreed) == (host, "host", "here", 1)
    [person] = queries.people_here(host, group)
    assert (person.seat.name, person.introduction, person.own) == (
        "Quiet Heron",
        "I am awake.",
        True,
    )
    assert Agreements.objects.get().text == AGREEMENTS
    assert acts() == ["groups.started", "groups.joined"]


def test_sent_twice_it_is_there_once(programme, host, other):
    group_id = uuid4()
    for _twice in range(2):
        start(programme, host, group_id=group_id)
    assert Group.objects.count() == 1
    with pytest.raises(NotPossible) as refused:
        start(programme, other, group_id=group_id)
    assert refused.value.code == "used"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("name", {"name": " "}),
        ("purpose", {"purpose": ""}),
        ("agreements", {"agreements": ""}),
        ("size_limit", {"size_limit": 2}),
        ("size_limit", {"size_limit": 16}),
        ("entry", {"entry": "sometimes"}),
        ("called", {"called": "x"}),
        ("introduction", {"introduction": " "}),
        ("introduction", {"introduction": "Call me on 07700 900123."}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(programme, host, field, said):
    with pytest.raises(Invalid) as refused:
        start(programme, host, **said)
    assert list(refused.value.fields) == [field]
    assert not Group.objects.exists()
    assert not Seat.objects.exists()


def test_questions_are_asked_by_request_only(programme, host):
    asked = ["What would you like?", " ", "How do you sleep?"]
    group = start(programme, host, entry="request", questions=asked)
    assert group.questions == ["What would you like?", "How do you sleep?"]
    assert start(programme, host, questions=asked).questions == []


def test_only_members_and_supporters_of_the_programme_start_one(programme):
    far = make_account(programme=make_programme())
    staff = make_account(programme=programme, roles=[Role.MODERATOR])
    Membership.objects.filter(account=staff, role=Role.MEMBER).update(ended_at=clock.now())
    for by in (far, staff):
        with pytest.raises(NotAllowed):
            start(programme, by)


def test_a_failing_record_undoes_it(programme, host, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr("hearten.audit.actions.record", fails)
    with pytest.raises(RuntimeError):
        start(programme, host)
    assert not Group.objects.exists()


def test_hosts_change_what_it_is_and_with_more_places_who_waits_comes_in(group, host, other, third):
    come(group, other)
    come(group, third)
    fourth = make_account(programme=group.programme)
    assert come(group, fourth).state == "waiting"
    for _twice in range(2):
        actions.change_group(group=group, words=words(size_limit=4, name="Awake"), by=host)
    assert state_of(group, fourth) == "here"
    assert acts().count("groups.changed") == 1
    with pytest.raises(Invalid) as refused:
        actions.change_group(group=group, words=words(size_limit=3), by=host)
    assert list(refused.value.fields) == ["size_limit"]
    with pytest.raises(NotAllowed):
        actions.change_group(group=group, words=words(size_limit=5), by=other)


def test_every_format_has_words_and_agreements_that_fit():
    assert [one.format for one in FORMATS] == list(Format)
    for one in FORMATS:
        lines = first_agreements(one.format.value, "en").splitlines()
        assert len(lines) == 6 + len(one.agreements)
        assert len("\n".join(lines)) <= 1500  # translations are longer
        assert len(one.meeting) >= 4


def test_a_host_is_called_nothing_they_are_called_elsewhere(programme, host):
    start(programme, host, called="Quiet Heron")
    for called in ("Quiet Her0n", "hosting person"):
        with pytest.raises(Invalid) as refused:
            start(programme, host, called=called)
        assert list(refused.value.fields) == ["called"]
    group = start(programme, host, called="Late Comet")
    assert seat_of(group, host).name == "Late Comet"
