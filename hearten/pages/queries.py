"""Reads that belong to no single domain: who the reader is here, and counts for managers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.http import HttpRequest

from hearten.accounts.models import Account, Agreement, Membership, Programme, Role
from hearten.accounts.queries import current_agreements, people_with
from hearten.cockpit.queries import Counts, counts_in
from hearten.foundation import clock
from hearten.matching.queries import Capacity, KindOfWait, capacity_of, kinds_of
from hearten.notifications.queries import people_with_ways
from hearten.pages.words import PEOPLE
from hearten.safety.queries import CaseCounts, case_counts

MEETINGS_OF = timedelta(days=90)
"""For how long back meetings of groups are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the reader is in their programme."""

    account: Account
    programme: Programme
    roles: frozenset[Role]


def standing_of(request: HttpRequest) -> Standing | None:
    """Who reads this page, in one query, once for a request; None for a visitor and for somebody
    who is in no programme."""
    if not hasattr(request, "_standing"):
        request._standing = _standing(request)  # type: ignore[attr-defined]
    found: Standing | None = request._standing  # type: ignore[attr-defined]
    return found


def _standing(request: HttpRequest) -> Standing | None:
    account = getattr(request, "user", None)
    if not isinstance(account, Account) or not account.is_active:
        return None
    held = Membership.objects.filter(account=account, ended_at__isnull=True)
    memberships = list(held.select_related("programme").order_by("since"))
    if not memberships:
        return None
    programme = memberships[0].programme
    here = frozenset(Role(one.role) for one in memberships if one.programme_id == programme.id)
    return Standing(account=account, programme=programme, roles=here)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCount:
    """How many active people hold a role."""

    role: Role
    count: int

    @property
    def label(self) -> str:
        """What several of them are called."""
        return str(PEOPLE[self.role])


def people_by_role(programme: Programme) -> list[RoleCount]:
    """Every role with how many active people hold it now, in one query."""
    held = Membership.objects.filter(
        programme=programme, ended_at__isnull=True, account__is_active=True
    )
    counts = dict(held.values_list("role").annotate(Count("id")))
    return [RoleCount(role=role, count=counts.get(role.value, 0)) for role in Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A manager's page: counts and times, nobody's name and nobody's words."""

    people: Sequence[RoleCount]
    kinds: Sequence[KindOfWait]
    capacity: Capacity
    cases: CaseCounts
    agreements: QuerySet[Agreement]
    moderators: int
    reachable: int
    """Of them: how many can be called outside the pages."""
    meetings: Counts
    """Of groups, lately: of all of them together."""

    @property
    def waiting(self) -> int:
        """Everybody whose request is open."""
        return sum(kind.waiting for kind in self.kinds)

    @property
    def unasked(self) -> int:
        """Of them: for how many nobody is being asked, because nobody fits."""
        return sum(kind.unasked for kind in self.kinds)

    @property
    def longest(self) -> timedelta | None:
        """The wait of whoever has waited longest."""
        return max((kind.longest for kind in self.kinds if kind.longest), default=None)


def overview_of(programme: Programme) -> Overview:
    """The whole page, in ten queries, however many people there are."""
    now = clock.now()
    moderators = list(people_with(programme, Role.MODERATOR).values_list("id", flat=True))
    return Overview(
        people=people_by_role(programme),
        kinds=kinds_of(programme),
        capacity=capacity_of(programme),
        cases=case_counts(programme),
        agreements=current_agreements(programme).only("kind", "version", "published_at"),
        moderators=len(moderators),
        reachable=len(people_with_ways(moderators)),
        meetings=counts_in(programme, now - MEETINGS_OF, now),
    )
