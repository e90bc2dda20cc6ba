"""What the reading counts, when it becomes a card, and that no word stays."""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from hearten.audit.models import Event
from hearten.boundaries import actions, queries
from hearten.boundaries.actions import reading
from hearten.boundaries.models import Concern, Pace, Sign, Tally
from hearten.boundaries.rules import Kind, Side
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import READER, WEDNESDAY, Pairing, Talk
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.foundation.tests.at_once import at_once

pytestmark = pytest.mark.django_db
Case, Finding, Report = (apps.get_model(f"safety.{one}") for one in ("Case", "Finding", "Report"))
DAY = timedelta(days=1)


def signs() -> list[tuple[str, str, int, int]]:
    """Kind, side, days before or after the Wednesday, count."""
    rows = Sign.objects.order_by("day", "kind", "side").values_list("kind", "side", "day", "count")
    return [(kind, side, (day - WEDNESDAY.date()).days, n) for kind, side, day, n in rows]


def concerns() -> list[tuple[str, str, str]]:
    rows = Concern.objects.order_by("opened_at", "kind", "side")
    return list(rows.values_list("kind", "side", "why"))


def test_counts_and_never_a_word(talk: Talk) -> None:
    talk.read(
        talk.said(talk.pairing.supporter, "planted-words " + make.MONEY, WEDNESDAY),
        talk.said(talk.pairing.supporter, "planted-words again", WEDNESDAY + timedelta(minutes=3)),
        talk.said(talk.pairing.member, "planted-words of mine", WEDNESDAY + timedelta(minutes=4)),
    )
    tallies = Tally.objects.order_by("-messages").values_list(
        "account", "messages", "characters", "seconds"
    )
    long = len("planted-words " + make.MONEY) + len("planted-words again")
    assert list(tallies) == [
        (talk.pairing.supporter_id, 2, long, 120 + 180),
        (talk.pairing.member_id, 1, len("planted-words of mine"), 120),
    ]
    assert signs() == [("money", "supporter", 0, 1)]
    with connection.cursor() as cursor:
        for table in (Sign, Tally, Pace, Concern):
            name = table._meta.db_table
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {name} t")  # noqa: S608 - ours
            assert "planted" not in (cursor.fetchone()[0] or "")
    assert "planted" not in str(list(Event.objects.values_list("details", flat=True)))


def test_only_the_programmes_own_reading(talk: Talk) -> None:
    said = [talk.said(talk.pairing.supporter, make.MONEY, WEDNESDAY)]
    for person in (talk.pairing.supporter, talk.pairing.member):
        with pytest.raises(NotAllowed):
            actions.read_talk(
                pairing_id=talk.pairing.pk, place="conversation:x", said=said, by=person
            )
    assert Sign.objects.count() == 0


def test_nobody_else_in_the_talk_is_counted(talk: Talk) -> None:
    stranger = make.paired().member
    assert talk.read(talk.said(stranger, make.MONEY, WEDNESDAY)) is False
    assert (Sign.objects.count(), Tally.objects.count()) == (0, 0)


def test_ordinary_talk_shows_nothing(talk: Talk) -> None:
    assert (talk.supporter(), talk.member(), talk.supporter("How was the night?")) == (
        False,
        False,
        False,
    )
    assert (signs(), concerns()) == ([], [])


def test_evenings_after_hours_become_one_card_on_the_fourth(talk: Talk) -> None:
    make.set_hours(talk.pairing.supporter, talk.pairing.programme, "wed-morning")
    shown = [talk.supporter(at=WEDNESDAY + n * DAY + timedelta(hours=8)) for n in range(4)]
    assert shown == [False, False, False, True]
    assert [kind for kind, *_rest in signs()] == ["hours"] * 4
    assert concerns() == [("hours", "supporter", "")]
    assert Concern.objects.get().pairing_id is None


def test_evenings_count_over_all_talks_of_the_supporter(talk: Talk) -> None:
    supporter, where = talk.pairing.supporter, talk.pairing.programme
    make.set_hours(supporter, where, "wed-morning")
    other = Talk(make.matching.pair(make.matching.member_of(where), supporter, where))
    for n in range(2):
        talk.supporter(at=WEDNESDAY + n * DAY + timedelta(hours=8))
        other.supporter(at=WEDNESDAY + (n + 2) * DAY + timedelta(hours=8))
    assert concerns() == [("hours", "supporter", "")]


def test_whoever_stays_with_somebody_in_danger_is_not_told_that_it_is_late(talk: Talk) -> None:
    make.set_hours(talk.pairing.supporter, talk.pairing.programme, "wed-morning")
    Finding.objects.create(
        programme=talk.pairing.programme,
        author=talk.pairing.member,
        level=2,
        score=0.5,
        scorer="test",
        place=make.place_of(talk.pairing),
        subject_kind="conversations.message",
        subject_id="1",
        written_at=WEDNESDAY,
    )
    talk.supporter(at=WEDNESDAY + timedelta(hours=2))
    assert signs() == []
    talk.supporter(at=WEDNESDAY + timedelta(hours=4))
    assert signs() == [("hours", "supporter", 0, 1)]


def test_a_members_storm_gives_the_supporter_words(talk: Talk) -> None:
    assert talk.storm(talk.pairing.member) is True
    assert concerns() == [("storm", "member", "")]
    card = queries.card_in(talk.pairing.supporter, talk.pairing.pk)
    assert card is not None
    assert (card.kind, card.side, card.with_supervisor) == (Kind.STORM, Side.MEMBER, False)


def test_a_run_goes_on_over_steps_of_the_reading(talk: Talk) -> None:
    for n in range(19):
        assert talk.member(at=WEDNESDAY + timedelta(seconds=n)) is False
    assert talk.member(at=WEDNESDAY + timedelta(seconds=20)) is True
    assert Pace.objects.get().run_messages == 20


def test_a_supporters_storm_is_a_card_when_it_happens_again(talk: Talk) -> None:
    assert talk.storm(talk.pairing.supporter) is False
    talk.member(at=WEDNESDAY + timedelta(minutes=30))
    assert talk.storm(talk.pairing.supporter, WEDNESDAY + timedelta(hours=1)) is True
    assert concerns() == [("storm", "supporter", "")]


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [(make.MONEY, "money", "money"), (make.CLOSE, "close", "sexual")],
)
def test_grave_words_of_a_supporter_open_a_review_and_a_case_without_a_word(
    talk: Talk, text: str, kind: str, reason: str
) -> None:
    assert talk.supporter(text) is True
    assert concerns() == [(kind, "supporter", "grave")]
    report = Report.objects.select_related("case").get()
    assert (report.reason, report.case.about_id, report.case.nature) == (
        reason,
        talk.pairing.supporter_id,
        "conduct",
    )
    assert (report.sealed_evidence, report.sealed_words, report.reporter_id) == (None, None, None)


def test_more_grave_words_are_the_same_review_and_moderators_hear_once_a_day(talk: Talk) -> None:
    talk.supporter(make.MONEY)
    talk.supporter(make.MONEY, at=WEDNESDAY + timedelta(hours=1))
    assert (len(concerns()), Case.objects.count(), Report.objects.count()) == (1, 1, 1)
    talk.supporter(make.MONEY, at=WEDNESDAY + DAY)
    assert (len(concerns()), Case.objects.count(), Report.objects.count()) == (1, 1, 2)
    assert signs() == [("money", "supporter", 0, 2), ("money", "supporter", 1, 1)]


@pytest.mark.parametrize("text", [make.MONEY, make.CLOSE, make.ELSEWHERE])
def test_what_a_member_writes_is_never_brought_against_them(talk: Talk, text: str) -> None:
    assert talk.member(text) is True
    assert [(side, why) for _kind, side, why in concerns()] == [("member", "")]
    assert (Case.objects.count(), queries.member_card(talk.pairing.member, talk.pairing.pk)) == (
        0,
        None,
    )


def test_moving_elsewhere_is_the_supporters_own_first(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    assert concerns() == [("elsewhere", "supporter", "")]
    assert Case.objects.count() == 0


def test_going_on_for_days_brings_it_to_supervisors_once(talk: Talk) -> None:
    for n in range(3):
        talk.supporter(make.ELSEWHERE, at=WEDNESDAY + n * DAY)
        assert concerns() == [("elsewhere", "supporter", "")]
    talk.supporter(make.ELSEWHERE, at=WEDNESDAY + 3 * DAY)
    talk.supporter(make.ELSEWHERE, at=WEDNESDAY + 4 * DAY)
    assert concerns() == [("elsewhere", "supporter", "went_on")]
    brought = Event.objects.filter(verb="boundaries.concern_brought_to_supervisors")
    assert brought.count() == 1


def test_the_programme_says_how_many_days(talk: Talk) -> None:
    where = talk.pairing.programme
    caps = actions.Caps(crisis_hours=6, break_hours=24, days_on=1)
    actions.save_boundary_settings(programme=where, caps=caps, by=make.matching.manager_of(where))
    talk.supporter(make.ELSEWHERE)
    talk.supporter(make.ELSEWHERE, at=WEDNESDAY + DAY)
    assert concerns() == [("elsewhere", "supporter", "went_on")]


def test_after_it_was_closed_new_words_open_a_new_one(talk: Talk) -> None:
    supervisor = make.supervisor_of(talk.pairing.programme)
    talk.supporter(make.MONEY)
    actions.close_concern(concern=Concern.objects.get(), by=supervisor)
    talk.supporter(make.MONEY, at=WEDNESDAY + DAY)
    assert concerns() == [("money", "supporter", "grave")] * 2
    assert Report.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "late", "opened"),
    [
        (make.ELSEWHERE, 7 * DAY, 1),
        (make.ELSEWHERE, 7 * DAY + timedelta(seconds=1), 0),
        (make.MONEY, 60 * DAY, 1),
    ],
)
def test_read_late_only_what_is_grave_is_still_brought_up(
    talk: Talk, text: str, late: timedelta, opened: int
) -> None:
    said = talk.said(talk.pairing.supporter, text, WEDNESDAY)
    with clock.frozen(WEDNESDAY + late):
        actions.read_talk(
            pairing_id=talk.pairing.pk,
            place=make.place_of(talk.pairing),
            said=[said],
            by=READER,
        )
    assert (Sign.objects.count(), Concern.objects.count()) == (1, opened)


def test_supervisors_pages_are_told_when_something_comes_to_them(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    supervisor = make.supervisor_of(talk.pairing.programme)
    told: list[object] = []
    monkeypatch.setattr("hearten.boundaries.actions.noticing.live.nudge_on_commit", told.append)
    talk.supporter(make.ELSEWHERE)
    assert told == [talk.pairing.supporter_id]
    talk.supporter(make.MONEY)
    assert told[1:] == [supervisor.pk, talk.pairing.supporter_id]


@pytest.mark.django_db(transaction=True)
def test_two_talks_of_one_supporter_read_at_once_are_one_concern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = Talk(make.paired())
    supporter, where = first.pairing.supporter, first.pairing.programme
    second = Talk(make.matching.pair(make.matching.member_of(where), supporter, where))
    make.set_hours(supporter, where, "wed-morning")
    evening = WEDNESDAY + timedelta(hours=8)
    for n in range(3):
        first.supporter(at=evening + n * DAY)
    # Where nothing keeps them apart, both come here before either has opened anything.
    both, real = Barrier(2), reading.consider

    def together(*given: Any, **more: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(0.5)
        return real(*given, **more)

    monkeypatch.setattr(reading, "consider", together)
    at_once(
        lambda: first.supporter(at=evening + 3 * DAY),
        lambda: second.supporter(at=evening + 4 * DAY),
    )
    assert concerns() == [("hours", "supporter", "")]
    assert [n for *_kind, n in signs()] == [1, 1, 1, 1, 1]


def test_the_days_are_the_supporters_own(talk: Talk) -> None:
    supporter = talk.pairing.supporter
    type(supporter).objects.filter(pk=supporter.pk).update(time_zone="Pacific/Auckland")
    talk.supporter(make.ELSEWHERE, at=WEDNESDAY)  # noon in London is the next day there
    assert signs() == [("elsewhere", "supporter", 1, 1)]


def test_a_pairing_that_is_gone_is_nothing(talk: Talk, pairing: Pairing) -> None:
    said = [talk.said(pairing.supporter, make.MONEY, WEDNESDAY)]
    with clock.frozen(WEDNESDAY):
        assert not actions.read_talk(
            pairing_id=uuid4(), place="conversation:gone", said=said, by=READER
        )
