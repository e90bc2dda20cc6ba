"""What safety asks of the domains above it. config/wiring.py binds."""

from collections.abc import Collection
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.utils.functional import Promise


class HaveTalked(Protocol):
    """Knows who talked with whom."""

    def __call__(self, *, account_id: UUID, among: Collection[UUID]) -> frozenset[UUID]:
        """Those of `among` who ever wrote in a conversation with this person, or they with them."""


_have_talked: list[HaveTalked] = []


def bind_have_talked(find: HaveTalked) -> None:
    """Bind once, from config/wiring.py."""
    _have_talked[:] = [find]


def have_talked(*, account_id: UUID, among: Collection[UUID]) -> frozenset[UUID]:
    """Who talked with this person; everybody where nobody is bound to know, so that not knowing
    counts against nobody."""
    for find in _have_talked:
        return find(account_id=account_id, among=among)
    return frozenset(among)


class CaseLink(NamedTuple):
    """A page of another domain about a case."""

    address: str
    label: str | Promise


class LinkOf(Protocol):
    """Knows a page about a case, for whoever may open it."""

    def __call__(self, *, case: Any, reader: Any) -> CaseLink | None:
        """None where there is none for this reader."""


_links: list[LinkOf] = []


def bind_case_link(link: LinkOf) -> None:
    """Bind once for each domain, from config/wiring.py."""
    if link not in _links:
        _links.append(link)


def links_of(*, case: Any, reader: Any) -> list[CaseLink]:
    """The pages of other domains that this reader may open about a case."""
    found = (link(case=case, reader=reader) for link in _links)
    return [one for one in found if one is not None]
