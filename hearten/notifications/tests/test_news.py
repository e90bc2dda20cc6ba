"""What is new is told once, to whoever wants it, where and when they want it."""

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from hearten.accounts import actions as accounts
from hearten.accounts.models import Role, SuspendReason
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import actions, jobs
from hearten.notifications.models import Delivery, News, NewsKind, NewsSettings, Way, Words
from hearten.notifications.rules import Rhythm
from hearten.notifications.tests.wanting import leave_address

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")
NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
PLAIN = "There is something new for you. Please open the app when you have a moment."


def reached(person, address="wren@planted.example"):
    """Leaves a confirmed address."""
    way = leave_address(person, address)
    Delivery.objects.all().delete()
    return way


@pytest.fixture
def wren(programme, provider):
    with clock.frozen(NOON):
        person = people.make_account("Quiet Wren", programme=programme, roles=[Role.MEMBER])
        reached(person)
    return person


def note(person, at, *, place="conversation:1", kind=NewsKind.TALK, by=SYSTEM):
    with clock.frozen(at):
        actions.note(people=[person.pk], kind=kind, place=place, by=by)


def told(provider, at):
    """Everything that is sent at this time."""
    before = len(provider.letters)
    with clock.frozen(at):
        jobs.tell_news(0)
        jobs.deliver_due()
    return [(one.address, one.text) for one in provider.letters[before:]]


def minutes(count):
    return NOON + timedelta(minutes=count)


def choose(person, **given):
    """As by the page, with what is not given left as it is."""
    chosen = {
        "rhythms": dict.fromkeys(NewsKind, Rhythm.AT_ONCE),
        "quiet": None,
        "digest_at": time(18),
        "digest_day": 0,
        "says_what": False,
    }
    return actions.save_news_settings(account=person, by=person, **(chosen | given))


def test_it_is_told_once_after_two_minutes_and_names_nothing(wren, provider):
    note(wren, NOON)
    assert told(provider, minutes(1)) == []
    assert told(provider, minutes(2)) == [("wren@planted.example", PLAIN)]
    assert told(provider, minutes(60)) == []


def test_a_lively_talk_is_one_word(wren, provider):
    for count in range(5):
        note(wren, minutes(count))
    assert len(told(provider, minutes(10))) == 1
    note(wren, minutes(11))
    assert told(provider, minutes(40)) == []


def test_two_places_at_once_are_one_letter(wren, provider):
    note(wren, NOON)
    note(wren, NOON, place="proposal:1", kind=NewsKind.ASKING)
    assert len(told(provider, minutes(3))) == 1
    assert News.objects.filter(told_at=None).count() == 0


def test_another_place_is_told_a_quarter_of_an_hour_later(wren, provider):
    note(wren, NOON)
    assert len(told(provider, minutes(2))) == 1
    note(wren, minutes(3), place="conversation:2")
    assert told(provider, minutes(16)) == []
    assert len(told(provider, minutes(17))) == 1


def test_whoever_looked_is_not_told(wren, provider):
    note(wren, NOON)
    actions.note_seen(account_id=wren.pk, place="conversation:1", by=wren)
    assert told(provider, minutes(5)) == []
    assert Delivery.objects.count() == 0


def test_a_look_before_it_is_sent_withdraws_it(wren, provider):
    note(wren, NOON)
    with clock.frozen(minutes(2)):
        jobs.actions.tell_next(by=SYSTEM)
        actions.note_kinds_seen(account_id=wren.pk, kinds=[NewsKind.TALK], by=wren)
        jobs.deliver_due()
    assert provider.letters == []
    assert Delivery.objects.get().state == "withdrawn"


def test_what_nobody_looked_at_is_told_again_when_more_comes_a_day_later(wren, provider):
    note(wren, NOON)
    assert len(told(provider, minutes(2))) == 1
    note(wren, NOON + timedelta(hours=19))
    assert told(provider, NOON + timedelta(hours=20)) == []
    note(wren, NOON + timedelta(hours=21))
    assert len(told(provider, NOON + timedelta(hours=22))) == 1


def test_whoever_did_it_is_not_told(wren, provider):
    note(wren, NOON, by=wren)
    assert News.objects.count() == 0


def test_nothing_is_kept_for_whoever_cannot_be_told(programme, provider):
    nobody = people.make_account(programme=programme, roles=[Role.MEMBER])
    unconfirmed = people.make_account(programme=programme, roles=[Role.MEMBER])
    actions.add_way(kind="email", address="finch@planted.example", by=unconfirmed)
    for person in (nobody, unconfirmed):
        note(person, NOON)
    assert News.objects.count() == 0


def test_staff_are_told_only_where_they_said_so(moderator, provider):
    with clock.frozen(NOON):
        way = reached(moderator)
    note(moderator, NOON)
    assert News.objects.count() == 0
    actions.set_brings_news(way=way, on=True, by=moderator)
    note(moderator, NOON)
    assert told(provider, minutes(2)) == [("wren@planted.example", PLAIN)]


@pytest.mark.parametrize(("role", "letters"), [(Role.SUPERVISOR, 1), (Role.SUPPORTER, 0)])
def test_supervisors_are_paged_where_they_left_an_address_and_members_are_not(
    programme, provider, role, letters
):
    person = people.make_account(programme=programme, roles=[role])
    reached(person)
    actions.send(people=[person.pk], subject="a", cause="b", words=Words.PAGE, by=SYSTEM)
    jobs.deliver_due()
    assert len(provider.letters) == letters


def test_a_digest_gathers_a_day(wren, provider):
    choose(wren, rhythms=dict.fromkeys(NewsKind, Rhythm.DAILY), says_what=True)
    for number in (1, 2):
        note(wren, minutes(number), place=f"conversation:{number}")
    note(wren, minutes(3), place="thread:1", kind=NewsKind.COMMUNITY)
    assert told(provider, minutes(120)) == []
    said = "New for you: 2 talks, 1 thread. Please open the app when you have a moment."
    assert told(provider, NOON.replace(hour=18)) == [("wren@planted.example", said)]


def test_what_is_not_wanted_is_not_kept(wren, provider):
    choose(wren, rhythms=dict.fromkeys(NewsKind, Rhythm.NEVER))
    note(wren, NOON)
    assert News.objects.count() == 0


def test_a_new_choice_holds_for_what_waits(wren, provider):
    note(wren, NOON)
    note(wren, NOON, place="thread:1", kind=NewsKind.COMMUNITY)
    rhythms = dict.fromkeys(NewsKind, Rhythm.AT_ONCE) | {NewsKind.COMMUNITY: Rhythm.NEVER}
    with clock.frozen(minutes(1)):
        choose(wren, rhythms=rhythms)
    [left] = News.objects.all()
    assert (left.kind, left.due_at) == ("talk", minutes(2))


def test_quiet_hours_are_by_the_persons_clock(wren, provider):
    type(wren).objects.filter(pk=wren.pk).update(time_zone="Asia/Tokyo")  # 21:00 at noon
    note(wren, minutes(59))
    assert told(provider, minutes(200)) == []
    assert len(told(provider, NOON.replace(hour=23))) == 1


@pytest.mark.parametrize("how", ["stopped", "removed", "suspended", "role ended"])
def test_nobody_is_told_who_should_not_be_any_more(wren, programme, provider, how):
    note(wren, NOON)
    with clock.frozen(minutes(2)):
        actions.tell_next(by=SYSTEM)
    way = Way.objects.get()
    if how == "stopped":
        actions.stop_news(way_id=way.pk, by=SYSTEM)
    elif how == "removed":
        actions.remove_way(way_id=way.pk, by=wren)
    elif how == "suspended":
        accounts.suspend(account=wren, reason=SuspendReason.SAFETY, by=people.TESTS)
    else:
        accounts.end_role(account=wren, programme=programme, role=Role.MEMBER, by=people.TESTS)
    assert told(provider, minutes(3)) == []


def test_two_tellers_tell_once(wren, provider):
    note(wren, NOON)
    with clock.frozen(minutes(2)):
        assert actions.tell_next(by=SYSTEM)
        assert not actions.tell_next(by=SYSTEM)
    assert Delivery.objects.count() == 1


def test_killed_before_the_end_it_is_told_by_the_next(wren, provider, monkeypatch):
    note(wren, NOON)

    def die(**_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, clock.frozen(minutes(2)):
        dying.setattr("hearten.notifications.actions.news.deliver_news", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            actions.tell_next(by=SYSTEM)
    assert len(told(provider, minutes(3))) == 1


def test_what_nobody_looks_at_is_forgotten(wren):
    note(wren, NOON)
    with clock.frozen(NOON + timedelta(days=29)):
        assert actions.forget_old_news(by=SYSTEM) == 0
    with clock.frozen(NOON + timedelta(days=30)):
        jobs.forget_old_news(0)
    assert News.objects.count() == 0


@pytest.mark.parametrize(
    "act",
    [
        lambda other: actions.note_seen(account_id=other.pk, place="x", by=_stranger()),
        lambda other: actions.note_kinds_seen(account_id=other.pk, kinds=[], by=_stranger()),
        lambda other: actions.tell_next(by=other),
        lambda other: actions.forget_old_news(by=other),
        lambda other: actions.stop_news(way_id=other.pk, by=other),
    ],
)
def test_only_who_may(wren, act):
    with pytest.raises(NotAllowed):
        act(wren)


def _stranger():
    return people.make_account(programme=people.make_programme(), roles=[Role.MEMBER])


def test_nobody_chooses_for_another(wren):
    with pytest.raises(NotAllowed):
        actions.save_news_settings(
            account=wren,
            rhythms=dict.fromkeys(NewsKind, Rhythm.NEVER),
            quiet=None,
            digest_at=time(1),
            digest_day=0,
            says_what=False,
            by=_stranger(),
        )
    assert NewsSettings.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("news_quiet_whole", {"quiet_from": None}),
        ("news_digest_day", {"digest_day": 7}),
        ("news_rhythms", {"talk": "hourly"}),
    ],
)
def test_settings_hold_in_the_database(wren, name, change):
    choose(wren, quiet=(time(22), time(8)))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        NewsSettings.objects.update(**change)


@pytest.mark.parametrize(
    ("name", "change"), [("news_once", {"place": "b"}), ("news_due_or_told", {"due_at": None})]
)
def test_news_hold_in_the_database(wren, name, change):
    for place in ("a", "b"):
        note(wren, NOON, place=place)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        News.objects.filter(place="a").update(**change)


def test_a_letter_of_news_is_calm_and_can_be_ended(wren, provider, settings):
    settings.SITE_URL = "https://quiet.example"
    note(wren, NOON)
    told(provider, minutes(2))
    [letter] = provider.letters
    assert letter.calm
    assert letter.stop.startswith(f"https://quiet.example/reach/stop/{Way.objects.get().pk}/")
    assert "conversation" not in str(asdict(letter))
