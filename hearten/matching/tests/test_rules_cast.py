"""The cast of the matching tests, with names instead of ids, and what people may not be made of."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import strategies as st

from hearten.matching.rules import Channel, Kind, Need, Supporter, WeeklyHours

NOW = datetime(2025, 3, 5, 19, 0, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)
NOW_MINUTE = 2 * 1440 + 19 * 60  # of a UTC week
FREE_NOW = WeeklyHours(spans=((NOW_MINUTE - 60, NOW_MINUTE + 60),))
FREE_MONDAY = WeeklyHours(spans=((600, 720),))

_NAMES = UUID("6f1d7a54-4a0c-4f0c-9b57-0d9be0a3a1c5")


def who(name: str) -> UUID:
    """The id of somebody, or of an experience, by name."""
    return uuid5(_NAMES, name)


def these(*names: str) -> frozenset[UUID]:
    return frozenset(who(name) for name in names)


def need(name: str = "Mara", *, waited: timedelta = HOUR, **said: object) -> Need:
    """A request of somebody who said nothing but how they read Hearten."""
    usual: dict[str, object] = {
        "request_id": who(f"request of {name}"),
        "member_id": who(name),
        "kind": Kind.WEEKS,
        "languages": ("en",),
        "waiting_since": NOW - waited,
    }
    return Need(**(usual | said))  # type: ignore[arg-type]


def supporter(name: str = "Sam", **said: object) -> Supporter:
    """A supporter with room for four people who said nothing else."""
    usual: dict[str, object] = {"supporter_id": who(name), "capacity": 4}
    return Supporter(**(usual | said))  # type: ignore[arg-type]


# Small worlds for the properties: few values, so that people often meet, agree and collide.
EXPERIENCES = ("grief", "panic", "psychosis", "carer")
SUPPORTERS = tuple(f"supporter {number}" for number in range(6))
LANGUAGES = ("en", "de-AT", "ar")


def subsets(of: Iterable[object]) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(tuple(of)))


def experiences() -> st.SearchStrategy[frozenset[object]]:
    return subsets(who(name) for name in EXPERIENCES)


def hours() -> st.SearchStrategy[WeeklyHours]:
    return st.sampled_from([WeeklyHours(), FREE_NOW, FREE_MONDAY])


def wishes() -> dict[str, st.SearchStrategy[object]]:
    """All that a member may say or skip."""
    return {
        "kind": st.sampled_from(Kind),
        "languages": st.sampled_from([("en",), ("de",), ("ar", "en"), ("en", "de", "ar")]),
        "wished": experiences(),
        "own": experiences(),
        "channels": subsets(Channel),
        "hours": hours(),
        "wished_pronouns": subsets(("she", "they")),
        "no_go": experiences(),
        "barred": subsets(who(name) for name in SUPPORTERS),
        "previous": subsets(who(name) for name in SUPPORTERS),
    }


def offers() -> dict[str, st.SearchStrategy[object]]:
    """All that a supporter may say or skip, and what is known of their load."""
    return {
        "capacity": st.integers(0, 3),
        "load": st.integers(0, 3),
        "proposals_open": st.integers(0, 2),
        "max_proposals": st.integers(0, 3),
        "paused": st.booleans(),
        "last_paired_at": st.sampled_from([None, NOW - HOUR, NOW - 9 * HOUR]),
        "experiences": experiences(),
        "languages": subsets(LANGUAGES).map(lambda tags: tuple(sorted(map(str, tags)))),
        "channels": subsets(Channel),
        "hours": hours(),
        "pronouns": subsets(("she", "they")),
        "no_go": experiences(),
    }


def supporters() -> st.SearchStrategy[list[Supporter]]:
    """Up to six supporters with different names."""
    one = st.fixed_dictionaries(offers())
    return st.lists(one, max_size=len(SUPPORTERS)).map(
        lambda said: [supporter(name, **o) for name, o in zip(SUPPORTERS, said, strict=False)]
    )


def needs(most: int = 8) -> st.SearchStrategy[list[Need]]:
    """Several requests; one of the members is a supporter too."""
    waited = st.integers(0, 60).map(lambda hours: hours * HOUR)
    one = st.fixed_dictionaries({**wishes(), "waited": waited})
    names = (SUPPORTERS[0], *(f"member {number}" for number in range(most)))
    return st.lists(one, max_size=most).map(
        lambda said: [need(name, **o) for name, o in zip(names, said, strict=False)]
    )


def test_a_need_without_any_language_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one language"):
        need(languages=())


def test_a_moment_without_time_zone_is_refused() -> None:
    naive = datetime(2025, 3, 5)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        need(waiting_since=naive)
    with pytest.raises(ValueError, match="time zone"):
        need(choose_until=naive)
    with pytest.raises(ValueError, match="time zone"):
        supporter(last_paired_at=naive)


@pytest.mark.parametrize("count", ["capacity", "load", "proposals_open", "max_proposals"])
def test_counts_are_not_negative(count: str) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        supporter(**{count: -1})


@pytest.mark.parametrize(
    ("capacity", "load", "proposals", "most_proposals", "room"),
    [
        (4, 0, 0, 3, 3),  # four places, but three questions at once are enough
        (4, 3, 0, 3, 1),
        (4, 4, 0, 3, 0),
        (4, 6, 0, 3, 0),  # capacity was lowered: nobody is sent away, nobody comes
        (9, 3, 3, 3, 0),
        (0, 0, 0, 3, 0),
    ],
)
def test_room_is_what_is_left_of_places_and_of_questions(
    capacity: int, load: int, proposals: int, most_proposals: int, room: int
) -> None:
    one = supporter(
        capacity=capacity, load=load, proposals_open=proposals, max_proposals=most_proposals
    )
    assert one.room == room


@pytest.mark.parametrize(
    ("focus", "wished", "own", "no_go"),
    [
        ((), (), (), ()),
        (("grief",), ("grief",), ("panic",), ()),
        (("panic",), (), ("panic",), ()),  # wished for nothing: what they live with
        ((), ("grief",), ("panic",), ("grief",)),  # wished for it, and not to talk about it
        (("panic",), (), ("panic", "grief"), ("grief",)),
    ],
)
def test_the_focus_is_the_wish_or_else_what_one_lives_with(
    focus: tuple[str, ...], wished: tuple[str, ...], own: tuple[str, ...], no_go: tuple[str, ...]
) -> None:
    one = need(wished=these(*wished), own=these(*own), no_go=these(*no_go))
    assert one.focus == these(*focus)
