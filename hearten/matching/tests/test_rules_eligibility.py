"""Who may be proposed to whom, as a table."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.matching.rules import (
    Channel,
    Kind,
    Need,
    Obstacle,
    Supporter,
    WeeklyHours,
    eligible,
    may_be_proposed,
    why_nobody,
    why_nobody_for_member,
)
from hearten.matching.tests.test_rules_cast import (
    FREE_MONDAY,
    FREE_NOW,
    NOW,
    NOW_MINUTE,
    need,
    needs,
    offers,
    supporter,
    supporters,
    these,
    who,
    wishes,
)

PHONE, CHAT = frozenset({Channel.PHONE}), frozenset({Channel.CHAT})
ONE_HOUR = WeeklyHours(spans=((600, 660),))
ALMOST_ONE_HOUR = WeeklyHours(spans=((600, 659),))
STARTS_NOW = WeeklyHours(spans=((NOW_MINUTE, NOW_MINUTE + 1),))
ENDS_NOW = WeeklyHours(spans=((NOW_MINUTE - 60, NOW_MINUTE),))

FITS = ""
TABLE = [
    # what stands between, what the member said, what the supporter said
    (FITS, {}, {}),
    ("paused", {}, {"paused": True}),
    ("full", {}, {"load": 4}),
    ("full", {}, {"load": 3, "proposals_open": 3}),
    (FITS, {}, {"load": 3}),
    ("barred", {"barred": these("Sam")}, {}),
    (FITS, {"barred": these("Kim")}, {}),
    ("self", {"member_id": who("Sam")}, {}),
    # language: one in common is enough, the region does not matter
    ("language", {"languages": ("en",)}, {"languages": ("de",)}),
    (FITS, {"languages": ("ar", "en")}, {"languages": ("de", "en")}),
    (FITS, {"languages": ("pt-BR",)}, {"languages": ("PT",)}),
    (FITS, {"languages": ("zh-yue",)}, {"languages": ("yue-Hant-HK",)}),
    ("language", {"languages": ("sgn-ase",)}, {"languages": ("sgn-bfi",)}),
    (FITS, {"languages": ("ar",)}, {"languages": ()}),
    # channel: skipped by either means any
    ("channel", {"channels": PHONE}, {"channels": CHAT}),
    (FITS, {"channels": PHONE | CHAT}, {"channels": CHAT}),
    (FITS, {"channels": PHONE}, {}),
    (FITS, {}, {"channels": CHAT}),
    # hours for weeks: an hour a week in common
    ("hours", {"hours": FREE_MONDAY}, {"hours": FREE_NOW}),
    (FITS, {"hours": FREE_MONDAY}, {"hours": ONE_HOUR}),
    ("hours", {"hours": FREE_MONDAY}, {"hours": ALMOST_ONE_HOUR}),
    (FITS, {"hours": FREE_MONDAY}, {}),
    (FITS, {}, {"hours": FREE_MONDAY}),
    # hours for now: the supporter is free at this moment; the member is here
    ("hours", {"kind": Kind.NOW}, {"hours": FREE_MONDAY}),
    (FITS, {"kind": Kind.NOW, "hours": FREE_MONDAY}, {"hours": FREE_NOW}),
    (FITS, {"kind": Kind.NOW}, {"hours": STARTS_NOW}),
    ("hours", {"kind": Kind.NOW}, {"hours": ENDS_NOW}),
    (FITS, {"kind": Kind.NOW}, {}),
    # the member's no-go: only where the supporter brings nothing else
    ("member_no_go", {"no_go": these("grief")}, {"experiences": these("grief")}),
    (FITS, {"no_go": these("grief")}, {"experiences": these("grief", "panic")}),
    (FITS, {"no_go": these("grief")}, {"experiences": these("panic")}),
    (FITS, {"no_go": these("grief")}, {}),
    # the supporter's no-go: what the talk would be about
    ("supporter_no_go", {"wished": these("grief")}, {"no_go": these("grief")}),
    ("supporter_no_go", {"own": these("grief")}, {"no_go": these("grief")}),
    (FITS, {"own": these("grief"), "wished": these("panic")}, {"no_go": these("grief")}),
    (FITS, {"own": these("grief"), "no_go": these("grief")}, {"no_go": these("grief")}),
    (FITS, {}, {"no_go": these("grief")}),
    # a wish for pronouns never excludes: it is in the fit
    (FITS, {"wished_pronouns": frozenset({"she"})}, {"pronouns": frozenset({"he"})}),
    # everything that stands between is named
    (
        "paused language channel",
        {"channels": PHONE},
        {"paused": True, "languages": ("de",), "channels": CHAT},
    ),
]


@pytest.mark.parametrize(("obstacles", "member_said", "supporter_said"), TABLE)
def test_table(
    obstacles: str, member_said: dict[str, object], supporter_said: dict[str, object]
) -> None:
    found = eligible(need(**member_said), supporter(**supporter_said), NOW)
    assert found == tuple(Obstacle(name) for name in obstacles.split())


def test_every_obstacle_is_in_the_table() -> None:
    named = {name for obstacles, _, _ in TABLE for name in obstacles.split()}
    assert named == set(Obstacle)


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_stopping_early_gives_the_same_answer(member: dict, other: dict) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    assert may_be_proposed(a, b, NOW) == (eligible(a, b, NOW) == ())


SKIPPED_BY_MEMBER: dict[str, object] = {
    "wished": frozenset(),
    "channels": frozenset(),
    "hours": WeeklyHours(),
    "no_go": frozenset(),
    "wished_pronouns": frozenset(),
}
SKIPPED_BY_SUPPORTER: dict[str, object] = {
    "experiences": frozenset(),
    "languages": (),
    "channels": frozenset(),
    "hours": WeeklyHours(),
    "pronouns": frozenset(),
    "no_go": frozenset(),
}
NOT_ABOUT_FIELDS = {Obstacle.PAUSED, Obstacle.FULL, Obstacle.BARRED, Obstacle.SELF}


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_a_supporter_who_skips_everything_is_never_excluded_for_it(
    member: dict, other: dict
) -> None:
    silent = supporter("supporter 0", **(other | SKIPPED_BY_SUPPORTER))
    assert set(eligible(need(**member), silent, NOW)) <= NOT_ABOUT_FIELDS


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_a_member_who_skips_everything_is_excluded_by_nothing_they_can_say(
    member: dict, other: dict
) -> None:
    """Two obstacles remain possible: no common language, and nobody free at this moment."""
    silent = need(**(member | SKIPPED_BY_MEMBER | {"own": frozenset()}))
    left = set(eligible(silent, supporter("supporter 0", **other), NOW)) - NOT_ABOUT_FIELDS
    allowed = {Obstacle.LANGUAGE} | ({Obstacle.HOURS} if silent.kind is Kind.NOW else set())
    assert left <= allowed


@given(
    st.fixed_dictionaries(wishes()),
    st.fixed_dictionaries(offers()),
    st.sampled_from(sorted(SKIPPED_BY_SUPPORTER)),
)
def test_skipping_one_field_more_never_adds_an_obstacle(
    member: dict, other: dict, field: str
) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    silent = replace(b, **{field: SKIPPED_BY_SUPPORTER[field]})
    assert set(eligible(a, silent, NOW)) <= set(eligible(a, b, NOW))


@given(st.fixed_dictionaries(wishes()), st.fixed_dictionaries(offers()))
def test_more_lived_experience_never_costs_a_supporter_a_chance(member: dict, other: dict) -> None:
    a, b = need(**member), supporter("supporter 0", **other)
    if not b.experiences:
        return
    richer = replace(b, experiences=b.experiences | these("grief", "panic"))
    new = set(eligible(a, richer, NOW)) - set(eligible(a, b, NOW))
    assert new == set()


class TestWhyNobody:
    asker = need(languages=("ar",), channels=PHONE, barred=these("Kim"))
    people = (
        supporter("Sam", languages=("de",)),
        supporter("Kim", languages=("ar",)),
        supporter("Ann", languages=("de",), channels=CHAT),
        supporter("Bo", languages=("ar",), channels=CHAT),
    )

    def test_it_counts_each_obstacle_and_where_it_is_the_only_one(self) -> None:
        why = why_nobody(self.asker, self.people, NOW)
        assert (why.supporters, why.fitting) == (4, 0)
        assert why.counts == {Obstacle.BARRED: 1, Obstacle.LANGUAGE: 2, Obstacle.CHANNEL: 2}
        assert why.alone == {Obstacle.BARRED: 1, Obstacle.LANGUAGE: 1, Obstacle.CHANNEL: 1}

    def test_a_member_is_not_told_who_blocked_them_or_what_a_supporter_finds_hard(self) -> None:
        people = (*self.people, supporter("Lee", no_go=these("grief")))
        asker = replace(self.asker, wished=these("grief"))
        told = why_nobody_for_member(asker, people, NOW)
        assert told == why_nobody(asker, [people[0], people[2], people[3]], NOW)
        assert told.supporters == 3
        assert told.counts == {Obstacle.LANGUAGE: 2, Obstacle.CHANNEL: 2}

    def test_without_supporters_there_is_nothing_to_count(self) -> None:
        why = why_nobody(self.asker, (), NOW)
        assert (why.supporters, why.fitting, why.counts, why.alone) == (0, 0, {}, {})

    @given(needs(most=1), supporters())
    def test_nobody_fits_exactly_if_everybody_has_an_obstacle(
        self, askers: list[Need], people: list[Supporter]
    ) -> None:
        for asker in askers:
            why = why_nobody(asker, people, NOW)
            assert why.fitting == sum(may_be_proposed(asker, one, NOW) for one in people)
            assert sum(why.alone.values()) <= len(people) - why.fitting <= len(people)
