"""Who is proposed to whom.

Longest-waiting first, each to the supporter who fits best, one proposal at a time. What else was
considered, and why not, is in docs/concepts/matching.md.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from hearten.matching.rules.deadlines import is_choosing
from hearten.matching.rules.eligibility import may_be_proposed
from hearten.matching.rules.fit import Fit, fit, score
from hearten.matching.rules.need import Kind, Need
from hearten.matching.rules.queue import queue_key
from hearten.matching.rules.supporter import Supporter

SUGGESTIONS = 3
"""Supporters a member can choose from: a choice, and still few enough to read."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A supporter for a request, and why."""

    request_id: UUID
    supporter_id: UUID
    fit: Fit


def assign(
    needs: Iterable[Need], supporters: Iterable[Supporter], now: datetime
) -> list[Assignment]:
    """A supporter for every need that anybody fits, in the order of the queue.

    Each proposal takes a place with the supporter. A need nobody fits holds up no other, and
    neither does one whose member chooses at the moment: for it nobody is proposed, and nobody is
    kept free. The result depends on what is passed, not on its order.
    """
    roster = _Roster(supporters, now)
    found = []
    left_to_us = (need for need in needs if not is_choosing(need.choose_until, now))
    for need in sorted(left_to_us, key=queue_key):
        best = _best(need, roster.candidates(need), now)
        if best is not None:
            found.append(_assignment(need, best, now))
            roster.take_place(best)
    return found


def suggest(
    need: Need, supporters: Iterable[Supporter], now: datetime, count: int = SUGGESTIONS
) -> tuple[Assignment, ...]:
    """The supporters a member can choose from, best first, in the same order as `assign`.

    Only the best: variety for its own sake would show somebody who fits less. Being shown takes no
    place, so the choice is checked again when it is made.
    """
    fitting = [one for one in supporters if may_be_proposed(need, one, now)]
    fitting.sort(key=lambda one: (-score(need, one, now), *_turn(one)))
    return tuple(_assignment(need, one, now) for one in fitting[: max(0, count)])


def _assignment(need: Need, supporter: Supporter, now: datetime) -> Assignment:
    return Assignment(
        request_id=need.request_id,
        supporter_id=supporter.supporter_id,
        fit=fit(need, supporter, now),
    )


def _best(need: Need, candidates: Iterable[Supporter], now: datetime) -> Supporter | None:
    """The eligible candidate with most points; among equals the one whose turn it is."""
    best, most = None, -1
    for one in candidates:
        points = score(need, one, now)
        # Most candidates fall behind on points, so only the others are looked at closely.
        if points < most or (best and points == most and _turn(one) > _turn(best)):
            continue
        if may_be_proposed(need, one, now):
            best, most = one, points
    return best


def _turn(supporter: Supporter) -> tuple[float, datetime, UUID]:
    """Among equals: the least loaded, then the longest without a new pairing, then the id."""
    load = supporter.load / supporter.capacity if supporter.capacity else 1.0
    return load, supporter.last_paired_at or _NEVER, supporter.supporter_id


class _Roster:
    """Supporters with room, found by language; room shrinks as places are taken.

    An index only: it leaves out nobody whom `may_be_proposed` would let pass.
    """

    def __init__(self, supporters: Iterable[Supporter], now: datetime) -> None:
        self._by_id = {one.supporter_id: one for one in supporters if one.room and not one.paused}
        self._by_tongue: dict[str, set[UUID]] = {}
        for one in self._by_id.values():
            for tongue in one.tongues or {""}:  # "" stands for not said: candidates for everybody
                self._by_tongue.setdefault(tongue, set()).add(one.supporter_id)
        self._free_now = {
            one.supporter_id
            for one in self._by_id.values()
            if one.hours.contains(now) or not one.hours.said
        }

    def candidates(self, need: Need) -> Collection[Supporter]:
        """Those with room who speak a language of the need, or did not say which."""
        ids = set().union(*(self._by_tongue.get(tongue, ()) for tongue in ("", *need.tongues)))
        if need.kind is Kind.NOW:
            ids &= self._free_now
        return [self._by_id[one] for one in ids]

    def take_place(self, supporter: Supporter) -> None:
        """One place less with this supporter; without room they leave the roster."""
        left = replace(
            supporter, load=supporter.load + 1, proposals_open=supporter.proposals_open + 1
        )
        if left.room:
            self._by_id[left.supporter_id] = left
            return
        del self._by_id[left.supporter_id]
        for ids in self._by_tongue.values():
            ids.discard(left.supporter_id)
        self._free_now.discard(left.supporter_id)
