"""Reasons in words, for one side at a time.

A stored reason is a code with parameters (`stored`); a sentence is made when it is read, in the
reader's language (`sentences`). To the member it tells nothing of the supporter that the supporter
does not share with members, and to the supporter nothing of the member that the member does not
show to a proposed supporter. Wished pronouns are for choosing only, so the supporter does not read
of them; no-go topics are never worded here, to nobody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hearten.matching.rules import Again, Channel, Fit, Obstacle, Why

Names = Mapping[UUID, str]
"""Names of the taxonomy's entries in the reader's language."""
StoredReason = dict[str, Any]

HOUR_MINUTES = 60


class Side(StrEnum):
    """Which of the two reads."""

    MEMBER = "member"
    SUPPORTER = "supporter"


def stored(fit: Fit) -> list[StoredReason]:
    """The reasons of a fit as they are kept: codes and parameters, JSON values only."""
    return [
        {
            "why": str(reason.why),
            "experiences": sorted(str(one) for one in reason.experiences),
            "language": reason.language,
            "minutes": reason.minutes,
            "channels": sorted(str(one) for one in reason.channels),
        }
        for reason in fit.reasons
        if reason.why is not Why.BOUNDARY  # nobody reads no-go topics, so no copy of them is kept
    ]


def sentences(reasons: Iterable[StoredReason], *, side: Side, names: Names) -> list[str]:
    """One sentence for each reason this side may read, in the reader's language."""
    worded = (_WORDINGS[Why(one["why"])](one, side, names) for one in reasons)
    return [sentence for sentence in worded if sentence]


def language_name(tag: str) -> str:
    """A language as the reader calls it; the tag itself where nobody knows a name."""
    names: Mapping[str, str] = _reader().languages
    return names.get(tag.replace("-", "_")) or names.get(tag.split("-")[0]) or tag


def _reader() -> Locale:
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _listed(items: Sequence[str]) -> str:
    """One, two and three, as the reader's language joins them."""
    return format_list(items, locale=_reader())


def _experience(reason: StoredReason, _side: Side, names: Names) -> str:
    shared = [names[one] for one in map(UUID, reason["experiences"]) if one in names]
    if not shared:
        return ""
    return _("You both know this from your own lives: %(topics)s") % {
        "topics": _listed(sorted(shared))
    }


def _wished(reason: StoredReason, side: Side, names: Names) -> str:
    shared = [names[one] for one in map(UUID, reason["experiences"]) if one in names]
    if not shared:
        return ""
    sentence = (
        _("Has lived through what you wished for: %(topics)s")
        if side is Side.MEMBER
        else _("Would like somebody who has lived through this, as you have: %(topics)s")
    )
    return sentence % {"topics": _listed(sorted(shared))}


def _language(reason: StoredReason, _side: Side, _names: Names) -> str:
    return _("You both speak %(language)s") % {"language": language_name(reason["language"])}


def _free_now(_reason: StoredReason, side: Side, _names: Names) -> str:
    if side is Side.MEMBER:
        return _("Is usually free at this time")
    return _("You said that you are free at this time")


def _common_hours(reason: StoredReason, _side: Side, _names: Names) -> str:
    hours = max(1, reason["minutes"] // HOUR_MINUTES)
    return ngettext(
        "You are both free for about %(hours)s hour a week",
        "You are both free for about %(hours)s hours a week",
        hours,
    ) % {"hours": hours}


def _talked_before(_reason: StoredReason, _side: Side, _names: Names) -> str:
    return _("You have talked before, and it ended well")


def _channel(reason: StoredReason, _side: Side, _names: Names) -> str:
    ways = [CHANNEL_NAMES[Channel(one)]() for one in reason["channels"]]
    return _("You both like to talk: %(ways)s") % {"ways": _listed(ways)}


def _pronouns(_reason: StoredReason, side: Side, _names: Names) -> str:
    return _("Uses the pronouns you wished for") if side is Side.MEMBER else ""


def _has_room(_reason: StoredReason, side: Side, _names: Names) -> str:
    if side is Side.MEMBER:
        return _("Has time for somebody new")
    return _("You have room for somebody new")


def _nothing(_reason: StoredReason, _side: Side, _names: Names) -> str:
    return ""


CHANNEL_NAMES: dict[Channel, Callable[[], str]] = {
    Channel.CHAT: lambda: _("in writing"),
    Channel.PHONE: lambda: _("by phone"),
    Channel.IN_PERSON: lambda: _("face to face"),
}

_WORDINGS: dict[Why, Callable[[StoredReason, Side, Names], str]] = {
    Why.WISHED_EXPERIENCE: _wished,
    Why.COMMON_EXPERIENCE: _experience,
    Why.LANGUAGE: _language,
    Why.FREE_NOW: _free_now,
    Why.COMMON_HOURS: _common_hours,
    Why.TALKED_BEFORE: _talked_before,
    Why.CHANNEL: _channel,
    Why.PRONOUNS: _pronouns,
    Why.HAS_ROOM: _has_room,
    Why.BOUNDARY: _nothing,
}


def obstacle(what: Obstacle) -> str:
    """Why nobody fits at the moment, as a whole sentence."""
    return _OBSTACLES[what]()


_OBSTACLES: dict[Obstacle, Callable[[], str]] = {
    Obstacle.PAUSED: lambda: _("Some supporters are taking a break."),
    Obstacle.FULL: lambda: _("Some supporters are already with as many people as they can be."),
    Obstacle.BARRED: lambda: _("Some pairs are kept apart, for reasons that stay private."),
    Obstacle.SELF: lambda: _("Some supporters are waiting for support themselves."),
    Obstacle.LANGUAGE: lambda: _("Some supporters do not share a language with the person."),
    Obstacle.CHANNEL: lambda: _("Some supporters like to talk in other ways."),
    Obstacle.HOURS: lambda: _("Some supporters are free at other times."),
    Obstacle.MEMBER_NO_GO: lambda: _("Some supporters know only what should not be talked about."),
    Obstacle.SUPPORTER_NO_GO: lambda: _("Some supporters do not take on what this would be about."),
}

_FOR_MEMBER: dict[Obstacle, Callable[[], str]] = {
    Obstacle.PAUSED: lambda: _("Some supporters are taking a break."),
    Obstacle.FULL: lambda: _("Some supporters are already with as many people as they can be."),
    Obstacle.LANGUAGE: lambda: _("Some supporters do not speak your languages."),
    Obstacle.CHANNEL: lambda: _("Some supporters like to talk in other ways than you said."),
    Obstacle.HOURS: lambda: _("Some supporters are free at other times."),
    Obstacle.MEMBER_NO_GO: lambda: _(
        "What some supporters know from life is what you do not want to talk about."
    ),
}


def obstacle_for_member(what: Obstacle) -> str:
    """The same to the member who waits; only what a member may be told of."""
    return _FOR_MEMBER[what]()


_AGAIN: dict[Again, Callable[[], str]] = {
    Again.SUPPORT_ENDED: lambda: _(
        "The person you were talking with cannot go on supporting here. That has nothing to do with"
        " you. We look for somebody new, and the time you waited before counts."
    ),
    Again.NOT_THIS_TIME: lambda: _(
        "The person we asked cannot be there this time. That says nothing about you. You keep your"
        " place, and we look for somebody else."
    ),
    Again.CHOSEN_NOT_THIS_TIME: lambda: _(
        "The person you chose cannot be there this time. That says nothing about you. You keep your"
        " place, and we look for somebody else. You can also choose again."
    ),
    Again.TIME_WENT_BY: lambda: _(
        "The time to say yes or no went by. That is all right. You keep your place, and we look for"
        " somebody else. If it goes by once more, we stop looking, and you can ask again at any"
        " time."
    ),
}


def waiting_again(why: Again) -> str:
    """What a member who waits again is told of it; nothing about the other person."""
    return _AGAIN[why]()
