"""Too much at once, the same again and again, and links from somebody nobody knows yet. None of it ever
holds up a person in danger: who is in crisis may write as much as they like."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from hearten.foundation.links import links_of

MOST_AT_ONCE = 8
AT_ONCE = timedelta(minutes=10)
"""More posts than so many within so long are asked to wait. Ours, not a norm: eight long answers in
ten minutes is more than people write by hand."""
REMEMBERED = timedelta(days=1)
"""How far back one's own posts are looked at."""
SAID_MOST = 2
"""How often the same is open to everybody within that time; the next one is held."""
SAME_FROM = 30
"""Letters from which on two texts can be the same: “thank you, I needed that” may be said often."""
NEW_FOR = timedelta(days=3)
"""How long somebody is new here, from the first day on which they had a name in a space."""


def waits_until(written: Sequence[datetime], now: datetime) -> datetime | None:
    """When somebody who wrote at these times may write again; None: now."""
    lately = sorted(at for at in written if at > now - AT_ONCE)
    return lately[-MOST_AT_ONCE] + AT_ONCE if len(lately) >= MOST_AT_ONCE else None


def said_again(text: str, earlier: Iterable[str]) -> bool:
    """Whether this says what the writer's earlier posts said often enough."""
    core = _core(text)
    if len(core) < SAME_FROM:
        return False
    return sum(_core(one) == core for one in earlier) >= SAID_MOST


def _core(text: str) -> str:
    """What stays of a text when a sign or a blank more does not make it another."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def is_new(first_day: date, today: date) -> bool:
    """Whether somebody whose first name here is of that day is new."""
    return today - first_day < NEW_FOR


def links_in(text: str) -> list[str]:
    """The addresses of web pages in it."""
    return [link.address for link in links_of(text)]
