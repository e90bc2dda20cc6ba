"""Who is proposed to whom: examples by name, and what holds for every queue."""

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import (
    Assignment,
    Kind,
    Need,
    Obstacle,
    Supporter,
    assign,
    eligible,
    fit,
    may_be_proposed,
    queue_key,
)
from hearten.matching.rules.fit import score
from hearten.matching.tests.test_rules_cast import (
    HOUR,
    NOW,
    need,
    needs,
    offers,
    supporter,
    supporters,
    these,
    who,
    wishes,
)


def pairs(queue: list[Need], people: list[Supporter]) -> list[tuple[str, str]]:
    known = {who(f"request of {name}"): name for name in ("Mara", "Kim", "Lee")}
    known |= {who(name): name for name in ("Sam", "Ann", "Bo", "Cy")}
    found = assign(queue, people, NOW)
    return [(known[one.request_id], known[one.supporter_id]) for one in found]


GRIEF = these("grief")


def test_the_longest_waiting_gets_the_only_place() -> None:
    queue = [need("Kim", waited=HOUR), need("Mara", waited=2 * HOUR)]
    assert pairs(queue, [supporter("Sam", capacity=1)]) == [("Mara", "Sam")]


def test_each_gets_who_fits_best() -> None:
    queue = [need("Mara", wished=GRIEF, waited=2 * HOUR), need("Kim", own=these("panic"))]
    people = [
        supporter("Ann", experiences=these("panic")),
        supporter("Bo", experiences=GRIEF),
    ]
    assert pairs(queue, people) == [("Mara", "Bo"), ("Kim", "Ann")]


def test_a_need_nobody_fits_holds_up_no_other() -> None:
    queue = [need("Mara", languages=("ar",), waited=9 * HOUR), need("Kim")]
    assert pairs(queue, [supporter("Sam", languages=("en",))]) == [("Kim", "Sam")]


def test_somebody_who_fits_less_is_better_than_nobody() -> None:
    queue = [need("Mara", wished=GRIEF, waited=2 * HOUR), need("Kim", wished=GRIEF)]
    people = [supporter("Ann", experiences=GRIEF, capacity=1), supporter("Bo")]
    assert pairs(queue, people) == [("Mara", "Ann"), ("Kim", "Bo")]


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("less of their places taken", {"capacity": 4, "load": 1}, {"capacity": 3, "load": 1}),
        ("never paired yet", {}, {"last_paired_at": NOW - 900 * HOUR}),
        (
            "longer ago",
            {"last_paired_at": NOW - 9 * HOUR},
            {"last_paired_at": NOW - HOUR},
        ),
        (
            "load before time",
            {"load": 0, "last_paired_at": NOW - HOUR},
            {"load": 1, "last_paired_at": NOW - 9 * HOUR},
        ),
    ],
)
@pytest.mark.parametrize(("one", "other"), [("Ann", "Bo"), ("Bo", "Ann")])
def test_ties(why: str, first: dict, second: dict, one: str, other: str) -> None:
    people = [supporter(other, **second), supporter(one, **first)]
    assert pairs([need("Mara")], people) == [("Mara", one)], why


def test_a_supporter_is_asked_only_so_many_things_at_once() -> None:
    queue = [need(name, waited=n * HOUR) for n, name in enumerate(("Lee", "Kim", "Mara"), 1)]
    sam = supporter("Sam", capacity=9, load=1, proposals_open=1, max_proposals=3)
    assert pairs(queue, [sam]) == [("Mara", "Sam"), ("Kim", "Sam")]


def test_load_is_spread_as_places_are_taken() -> None:
    queue = [need(name, waited=n * HOUR) for n, name in enumerate(("Lee", "Kim", "Mara"), 1)]
    found = pairs(queue, [supporter(name) for name in ("Ann", "Bo", "Cy")])
    assert {name for _, name in found} == {"Ann", "Bo", "Cy"}


def test_the_reasons_come_with_it() -> None:
    mara, sam = need("Mara", wished=GRIEF), supporter("Sam", experiences=GRIEF)
    assert assign([mara], [sam], NOW) == [
        Assignment(request_id=mara.request_id, supporter_id=who("Sam"), fit=fit(mara, sam, NOW))
    ]


@given(needs(), supporters())
def test_never_more_than_the_room_there_is(queue: list[Need], people: list[Supporter]) -> None:
    given_to = Counter(one.supporter_id for one in assign(queue, people, NOW))
    for one in people:
        places = given_to[one.supporter_id]
        assert places == 0 or one.load + places <= one.capacity
        assert places == 0 or one.proposals_open + places <= one.max_proposals


@given(needs(), supporters())
def test_nobody_is_proposed_against_an_obstacle(queue: list[Need], people: list[Supporter]) -> None:
    by_request = {one.request_id: one for one in queue}
    by_id = {one.supporter_id: one for one in people}
    for found in assign(queue, people, NOW):
        asker, one = by_request[found.request_id], by_id[found.supporter_id]
        assert not one.paused
        assert one.supporter_id not in asker.barred
        assert one.supporter_id != asker.member_id
        assert eligible(asker, one, NOW) == ()


@given(needs(), supporters())
def test_nobody_goes_without_while_somebody_who_fits_has_room(
    queue: list[Need], people: list[Supporter]
) -> None:
    found = assign(queue, people, NOW)
    taken = Counter(one.supporter_id for one in found)
    left = [
        replace(
            one,
            load=one.load + taken[one.supporter_id],
            proposals_open=one.proposals_open + taken[one.supporter_id],
        )
        for one in people
    ]
    served = {one.request_id for one in found}
    for asker in queue:
        if asker.request_id not in served:
            assert not any(may_be_proposed(asker, one, NOW) for one in left)


@given(needs(), supporters(), st.integers(0, 2**32))
def test_the_order_of_what_is_passed_does_not_matter(
    queue: list[Need], people: list[Supporter], seed: int
) -> None:
    found = assign(queue, people, NOW)
    random = Random(seed)  # noqa: S311
    random.shuffle(queue)
    random.shuffle(people)
    assert assign(queue, people, NOW) == found


@given(needs(), supporters())
def test_each_request_is_served_once_in_the_order_of_the_queue(
    queue: list[Need], people: list[Supporter]
) -> None:
    served = [one.request_id for one in assign(queue, people, NOW)]
    in_order = [one.request_id for one in sorted(queue, key=queue_key)]
    assert served == [one for one in in_order if one in set(served)]
    assert len(set(served)) == len(served)


@given(needs(most=6), supporters(), st.fixed_dictionaries(wishes()))
def test_of_two_equals_the_longer_waiting_is_never_worse_off(
    queue: list[Need], people: list[Supporter], wish: dict
) -> None:
    longer, shorter = need("Mara", waited=8 * HOUR, **wish), need("Kim", waited=7 * HOUR, **wish)
    found = {
        one.request_id: one.fit.score for one in assign([*queue, shorter, longer], people, NOW)
    }
    if shorter.request_id in found:
        assert found[longer.request_id] >= found[shorter.request_id]


@given(needs(), supporters(), st.fixed_dictionaries(offers()))
def test_one_more_supporter_makes_nobody_worse_off(
    queue: list[Need], people: list[Supporter], offer: dict
) -> None:
    before = {one.request_id: one.fit.score for one in assign(queue, people, NOW)}
    more = [*people, supporter("the new one", **offer)]
    after = {one.request_id: one.fit.score for one in assign(queue, more, NOW)}
    for request, points in before.items():
        assert after.get(request, -1) >= points


@given(needs(), supporters())
def test_a_supporter_nobody_can_have_changes_nothing(
    queue: list[Need], people: list[Supporter]
) -> None:
    away = supporter("the one away", capacity=9, paused=True)
    assert assign(queue, [*people, away], NOW) == assign(queue, people, NOW)


def test_a_long_queue_looks_only_at_supporters_with_room_who_speak_the_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Counted, not timed: 2,000 needs and 500 supporters make a million pairs."""
    looked_at = Counter[str]()

    def counted(*pair: Any) -> int:
        looked_at["pairs"] += 1
        return score(*pair)

    monkeypatch.setattr("hearten.matching.rules.assignment.score", counted)
    random = Random(7)  # noqa: S311
    tongues = ["en", "de", "fr", "ar", "tr", "es"]
    people = [
        supporter(f"s{n}", languages=tuple(random.sample(tongues, 2)), experiences=GRIEF)
        for n in range(500)
    ]
    queue = [
        need(f"n{n}", languages=(random.choice(tongues),), waited=n * HOUR, wished=GRIEF)
        for n in range(2000)
    ]
    assert len(assign(queue, people, NOW)) == 1500
    assert looked_at["pairs"] < 250_000


def test_a_now_request_finds_those_who_said_no_hours() -> None:
    asker, sam = need(kind=Kind.NOW), supporter("Sam")
    assert [one.supporter_id for one in assign([asker], [sam], NOW)] == [who("Sam")]
    assert Obstacle.HOURS not in eligible(asker, sam, NOW)


# Who chooses for themselves

SOON = NOW + HOUR


def test_who_chooses_is_left_alone_and_holds_up_nobody() -> None:
    queue = [need("Mara", waited=9 * HOUR, choose_until=SOON), need("Kim")]
    assert pairs(queue, [supporter("Sam", capacity=1)]) == [("Kim", "Sam")]


def test_when_the_time_to_choose_is_over_they_are_first_again() -> None:
    queue = [need("Mara", waited=9 * HOUR, choose_until=NOW), need("Kim")]
    assert pairs(queue, [supporter("Sam", capacity=1)]) == [("Mara", "Sam")]


def choosers(queue: list[Need], until: list[bool], moment: Any) -> list[Need]:
    """The first of them choose until a moment, where `until` says so."""
    return [
        replace(one, choose_until=moment) if chooses else one
        for one, chooses in zip(queue, [*until, *[False] * len(queue)], strict=False)
    ]


chosen = st.lists(st.booleans(), max_size=8)


@given(needs(), supporters(), chosen)
def test_to_all_others_it_is_as_if_those_who_choose_were_not_there(
    queue: list[Need], people: list[Supporter], which: list[bool]
) -> None:
    some = choosers(queue, which, SOON)
    others = [one for one in some if one.choose_until is None]
    assert assign(some, people, NOW) == assign(others, people, NOW)


@given(needs(), supporters(), chosen)
def test_after_the_time_to_choose_it_is_as_if_nobody_had_wanted_to(
    queue: list[Need], people: list[Supporter], which: list[bool]
) -> None:
    assert assign(choosers(queue, which, NOW), people, NOW) == assign(queue, people, NOW)
