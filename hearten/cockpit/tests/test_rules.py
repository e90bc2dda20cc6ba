"""Steps, order and means, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hearten.cockpit.rules import (
    AGENDAS,
    Move,
    Present,
    Way,
    mean_of,
    move_of,
    order_of,
    share_of,
    subject_of,
    text_of_subject,
    with_more_time,
)
from hearten.groups.formats import FORMATS

NOW = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def person(place, **said):
    return Present(id=UUID(int=place), place=place, **said)


def places(way, *people):
    return [id_.int for id_ in order_of(way, people)]


def test_every_format_has_a_way_for_each_of_its_steps_and_ends_with_the_closing_round():
    assert sorted(AGENDAS) == sorted(one.format for one in FORMATS)
    for one in FORMATS:
        ways = AGENDAS[one.format]
        assert (len(ways), ways[-1], ways.count(Way.CLOSING)) == (len(one.meeting), Way.CLOSING, 1)


@pytest.mark.parametrize(("steps", "minutes"), [(2, 20), (3, 45), (4, 60), (5, 90)])
def test_the_steps_share_the_whole_time(steps, minutes):
    shares = [share_of(step, steps=steps, minutes=minutes) for step in range(steps)]
    assert abs(sum(shares, timedelta(0)) - minutes * MINUTE) <= timedelta(seconds=steps)
    assert min(shares) > timedelta(0)
    if steps > 2:
        assert shares[0] == shares[-1] == minutes * MINUTE / 10


@pytest.mark.parametrize(
    ("ends", "now", "then"), [(5, 0, 7), (0, 5, 7), (60, 0, 60), (59, 0, 60), (90, 0, 90)]
)
def test_more_time_counts_from_the_end_or_from_now_and_has_a_limit(ends, now, then):
    given = with_more_time(NOW + ends * MINUTE, NOW + now * MINUTE)
    assert (given - NOW) / MINUTE == then


def test_a_round_goes_in_the_order_of_coming_without_who_had_their_turn():
    people = (person(3), person(1, had_turn=True), person(2, has_turn=True), person(4))
    for way in (Way.ROUND, Way.CLOSING):
        assert places(way, *people) == [3, 4]


def test_hands_go_in_the_order_in_which_they_were_raised():
    people = (
        person(1, hand_at=NOW + MINUTE),
        person(2),
        person(3, hand_at=NOW),
        person(4, hand_at=NOW - MINUTE, has_turn=True),
    )
    assert places(Way.HANDS, *people) == [3, 1]
    assert places(Way.QUIET, *people) == []


@pytest.mark.parametrize(
    ("way", "said", "move"),
    [
        (Way.ROUND, {}, Move.PASS),
        (Way.ROUND, {"had_turn": True}, None),
        (Way.CLOSING, {}, Move.PASS),
        (Way.HANDS, {}, Move.RAISE),
        (Way.HANDS, {"hand_at": NOW}, Move.LOWER),
        (Way.HANDS, {"had_turn": True}, Move.RAISE),
        (Way.QUIET, {}, None),
        *((way, {"has_turn": True}, Move.DONE) for way in Way),
    ],
)
def test_the_big_button_does_what_can_be_done(way, said, move):
    assert move_of(way, person(1, **said)) is move


def test_a_mean_is_told_of_four_and_more():
    assert [mean_of(given) for given in ([], [5, 5, 5], [5, 5, 5, 4], [1, 2, 3, 4, 5])] == [
        None,
        None,
        4.8,
        3.0,
    ]


def test_a_text_is_found_by_the_name_it_was_given():
    assert text_of_subject(subject_of("takes", UUID(int=7), 2)) == ("takes", UUID(int=7))
