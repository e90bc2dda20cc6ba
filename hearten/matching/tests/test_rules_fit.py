"""Why two people fit: the points of each reason, and what is never said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import Channel, Kind, Reason, WeeklyHours, fit
from hearten.matching.rules.fit import Why, score
from hearten.matching.tests.test_rules_cast import (
    FREE_MONDAY,
    FREE_NOW,
    NOW,
    need,
    offers,
    supporter,
    these,
    wishes,
)

CHAT = frozenset({Channel.CHAT})
SHE = frozenset({"she"})
BUSY = {"load": 3}  # more than half: keeps "has room" out of the other rows


def hours(minutes: int) -> WeeklyHours:
    return WeeklyHours(spans=((0, minutes),))


TABLE = [
    # points and reason, what the member said, what the supporter said
    ("", {}, {}),
    ("20 wished_experience", {"wished": these("grief", "panic")}, {"experiences": these("grief")}),
    (
        "40 wished_experience",
        {"wished": these("grief", "panic", "carer")},
        {"experiences": these("grief", "panic", "carer")},
    ),
    ("20 common_experience", {"own": these("grief")}, {"experiences": these("grief", "panic")}),
    (
        "5 common_experience",
        {"own": these("grief"), "wished": these("panic")},
        {"experiences": these("grief")},
    ),
    (
        "20 wished_experience, 10 common_experience",
        {"own": these("grief", "panic", "carer", "psychosis"), "wished": these("panic")},
        {"experiences": these("grief", "panic", "carer", "psychosis")},
    ),
    (
        "0 boundary",
        {"own": these("grief"), "no_go": these("grief")},
        {"experiences": these("grief", "panic")},
    ),
    (
        "20 wished_experience, 0 boundary",
        {"wished": these("grief", "panic"), "no_go": these("grief")},
        {"experiences": these("grief", "panic")},
    ),
    ("", {"no_go": these("grief")}, {"experiences": these("panic")}),
    ("15 language", {"languages": ("de", "en", "fr")}, {"languages": ("fr", "en", "de-CH")}),
    ("10 language", {"languages": ("de", "en", "fr")}, {"languages": ("fr", "en")}),
    ("5 language", {"languages": ("de", "en", "fr")}, {"languages": ("fr",)}),
    ("10 free_now", {"kind": Kind.NOW}, {"hours": FREE_NOW}),
    ("", {"kind": Kind.NOW}, {}),
    ("2 common_hours", {"hours": FREE_MONDAY}, {"hours": WeeklyHours(spans=((600, 689),))}),
    ("10 common_hours", {"hours": hours(300)}, {"hours": hours(9000)}),
    ("10 talked_before", {"previous": these("Sam")}, {}),
    ("5 channel", {"channels": CHAT}, {"channels": frozenset(Channel)}),
    ("5 pronouns", {"wished_pronouns": SHE}, {"pronouns": SHE}),
    ("", {"wished_pronouns": SHE}, {"pronouns": frozenset({"they"})}),
    ("5 has_room", {}, {"load": 2}),
]


@pytest.mark.parametrize(("expected", "member_said", "supporter_said"), TABLE)
def test_table(
    expected: str, member_said: dict[str, object], supporter_said: dict[str, object]
) -> None:
    found = fit(need(**member_said), supporter(**(BUSY | supporter_said)), NOW)
    assert ", ".join(f"{one.points} {one.why}" for one in found.reasons) == expected


def test_every_reason_is_in_the_table() -> None:
    named = {part.split()[1] for row, _, _ in TABLE for part in row.split(", ") if part}
    assert named == set(Why)


EVERYTHING_SAID = need(
    wished=these("grief", "panic"),
    own=these("carer", "psychosis"),
    languages=("en-GB",),
    channels=CHAT,
    hours=hours(600),
    wished_pronouns=SHE,
    previous=these("Sam"),
)
EVERYTHING_OFFERED = supporter(
    experiences=these("grief", "panic", "carer", "psychosis"),
    languages=("en-US",),
    channels=CHAT,
    hours=hours(600),
    pronouns=SHE,
)


def test_all_weights_together_are_a_hundred() -> None:
    assert fit(EVERYTHING_SAID, EVERYTHING_OFFERED, NOW).score == 100


def test_reasons_carry_what_a_page_needs_to_say_them() -> None:
    assert fit(EVERYTHING_SAID, EVERYTHING_OFFERED, NOW).reasons == (
        Reason(why=Why.WISHED_EXPERIENCE, points=40, experiences=these("grief", "panic")),
        Reason(why=Why.COMMON_EXPERIENCE, points=10, experiences=these("carer", "psychosis")),
        Reason(why=Why.LANGUAGE, points=15, language="en-GB"),
        Reason(why=Why.COMMON_HOURS, points=10, minutes=600),
        Reason(why=Why.TALKED_BEFORE, points=10),
        Reason(why=Why.CHANNEL, points=5, channels=CHAT),
        Reason(why=Why.PRONOUNS, points=5, pronouns=SHE),
        Reason(why=Why.HAS_ROOM, points=5),
    )


def test_a_boundary_names_only_topics_the_supporter_might_raise() -> None:
    asker = need(no_go=these("grief", "panic"))
    (reason,) = fit(asker, supporter(experiences=these("grief", "carer"), load=3), NOW).reasons
    assert reason == Reason(why=Why.BOUNDARY, points=0, experiences=these("grief"))


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_the_score_is_the_sum_of_the_reasons_and_stays_in_bounds(member: dict, other: dict) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    found = fit(a, b, NOW)
    assert found.score == sum(one.points for one in found.reasons) == score(a, b, NOW)
    assert 0 <= found.score <= 100


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_reasons_tell_only_what_both_said(member: dict, other: dict) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    for one in fit(a, b, NOW).reasons:
        assert one.experiences <= b.experiences & (a.wished | a.own | a.no_go)
        assert one.channels <= a.channels & b.channels
        assert one.pronouns <= a.wished_pronouns & b.pronouns
        assert one.language in {"", *a.languages}
        if one.why is not Why.BOUNDARY:
            assert one.experiences.isdisjoint(a.no_go), "a no-go topic is no reason to meet"


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_what_a_supporter_does_not_take_on_is_never_told(member: dict, other: dict) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    assert fit(a, b, NOW) == fit(a, replace(b, no_go=frozenset()), NOW)


def test_the_number_of_people_a_supporter_talks_with_is_never_told() -> None:
    reasons = {fit(need(), supporter(load=load), NOW).reasons for load in (0, 1, 2)}
    assert reasons == {(Reason(why=Why.HAS_ROOM, points=5),)}
