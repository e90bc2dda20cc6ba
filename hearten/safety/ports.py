"""What safety asks of the domains above it. config/wiring.py binds."""

import logging
from collections.abc import Collection
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise

from hearten.foundation.actors import Actor

_LOG = logging.getLogger(__name__)


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


class PlaceOf(Protocol):
    """Knows where something reported stands."""

    def __call__(self, *, subject_id: str) -> str:
        """The address of it, for moderators. Not all of them may find it there."""


_places: dict[str, PlaceOf] = {}


def bind_place(subject_kind: str, find: PlaceOf) -> None:
    """Bind once for each kind that moderators can look up, from config/wiring.py."""
    _places[subject_kind] = find


def address_of(subject_kind: str, subject_id: str) -> str:
    """Where it stands; empty for what nobody but its people can open."""
    find = _places.get(subject_kind)
    return find(subject_id=subject_id) if find else ""


class Resting(Protocol):
    """Knows who has carried enough for now."""

    def __call__(self, *, programme_id: UUID) -> frozenset[UUID]:
        """The accounts who are not called as long as there is somebody else."""


class CapsYielded(Protocol):
    """Keeps that people who rest were called all the same."""

    def __call__(
        self, *, programme_id: UUID, cause: str, people: Collection[UUID], by: Actor
    ) -> None:
        """In the transaction of the step that called them. Called twice, it is kept once."""


_resting: list[Resting] = []
_yielded: list[CapsYielded] = []


def bind_caps(resting: Resting, yielded: CapsYielded) -> None:
    """Bind once, from config/wiring.py."""
    _resting[:] = [resting]
    _yielded[:] = [yielded]


def resting(programme_id: UUID) -> frozenset[UUID]:
    """Who rests now. Calling people never depends on the answer: a fault means nobody rests."""
    found: frozenset[UUID] = frozenset()
    for know in _resting:
        try:
            with transaction.atomic():
                found |= know(programme_id=programme_id)
        except Exception as error:
            _LOG.error("who rests is not known: %s", type(error).__name__)
    return found


def tell_caps_yielded(
    *, programme_id: UUID, cause: str, people: Collection[UUID], by: Actor
) -> None:
    """Tell whoever is bound. A fault here must not keep anybody from being called."""
    for tell in _yielded:
        try:
            with transaction.atomic():
                tell(programme_id=programme_id, cause=cause, people=people, by=by)
        except Exception as error:
            _LOG.error("it was not kept that caps yielded: %s", type(error).__name__)
