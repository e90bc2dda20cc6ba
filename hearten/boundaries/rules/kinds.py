"""What can be noticed about how two people work together, and on whose side."""

from enum import StrEnum


class Side(StrEnum):
    """Who did it."""

    SUPPORTER = "supporter"
    MEMBER = "member"


class Kind(StrEnum):
    """One thing that is noticed. The code is what is stored."""

    HOURS = "hours"
    """Wrote outside the hours the supporter set."""
    STORM = "storm"
    """Many or very long messages in a row, without an answer between."""
    MONEY = "money"
    """Asks for, offers or gives money or gifts."""
    ELSEWHERE = "elsewhere"
    """Wants to go on somewhere else: a number, an address, another app, a private place."""
    CLOSE = "close"
    """Sounds romantic or sexual."""
    LOAD_TIME = "load_time"
    """Many hours of talk in a week."""
    LOAD_PEOPLE = "load_people"
    """With more people than they set."""
    LOAD_DANGER = "load_danger"
    """Many texts of danger in a week."""
    TWO_ROLES = "two_roles"
    """The two know each other here in another way, and the supporter knows it."""
    TWO_ROLES_UNSEEN = "two_roles_unseen"
    """The same, where telling the supporter would tell them something about somebody else."""


TEXT = frozenset({Kind.MONEY, Kind.ELSEWHERE, Kind.CLOSE})
"""Found in what somebody wrote."""
BOTH_SIDES = TEXT | {Kind.STORM}
"""A member may do it too; the supporter then gets words to answer with."""
LASTING = frozenset(
    {
        Kind.LOAD_TIME,
        Kind.LOAD_PEOPLE,
        Kind.LOAD_DANGER,
        Kind.TWO_ROLES,
        Kind.TWO_ROLES_UNSEEN,
    }
)
"""States that are looked at once a day, and not single acts."""
WITHOUT_PAIRING = frozenset({Kind.HOURS, Kind.LOAD_TIME, Kind.LOAD_PEOPLE, Kind.LOAD_DANGER})
"""About the supporter's week, whoever they wrote to."""
UNSEEN = frozenset({Kind.TWO_ROLES_UNSEEN})
"""Never shown to the supporter."""


def is_grave(kind: Kind, side: Side) -> bool:
    """Whether a supervisor sees it from the start: where a member may be used."""
    return side is Side.SUPPORTER and kind in {Kind.MONEY, Kind.CLOSE}


def told_to_member(kind: Kind, side: Side) -> bool:
    """Whether the member is told that they do not have to."""
    return side is Side.SUPPORTER and kind in TEXT
