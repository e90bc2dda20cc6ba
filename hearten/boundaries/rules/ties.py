"""Two people who know each other here in more than one way, from what is stored and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hearten.boundaries.rules.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An open pairing."""

    pairing_id: UUID
    member: UUID
    supporter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWork:
    """A moderator has a case about somebody."""

    moderator: UUID
    about: UUID


def ties(pairs: Iterable[Pair], work: Iterable[CaseWork]) -> dict[UUID, Kind]:
    """By pairing: that there is another tie. It is unseen where the supporter must not learn of it
    from us: that somebody works a case about them, or who else supports the member."""
    pairs = list(pairs)
    at_work = {(one.moderator, one.about) for one in work}
    supports = {(one.supporter, one.member) for one in pairs}
    helped_by: dict[UUID, set[UUID]] = {}
    for one in pairs:
        helped_by.setdefault(one.member, set()).add(one.supporter)
    found: dict[UUID, Kind] = {}
    for pair in pairs:
        both_ways = (pair.member, pair.supporter) in supports
        if both_ways or (pair.supporter, pair.member) in at_work:
            found[pair.pairing_id] = Kind.TWO_ROLES
        elif (pair.member, pair.supporter) in at_work or _share_a_supporter(pair, helped_by):
            found[pair.pairing_id] = Kind.TWO_ROLES_UNSEEN
    return found


def _share_a_supporter(pair: Pair, helped_by: dict[UUID, set[UUID]]) -> bool:
    theirs = helped_by.get(pair.supporter, set()) - {pair.member}
    return not theirs.isdisjoint(helped_by.get(pair.member, set()) - {pair.supporter})
