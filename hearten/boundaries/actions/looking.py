"""What lasts is looked at by a job: load, two roles at once, and what has become quiet."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.boundaries import policies, rules
from hearten.boundaries.actions.noticing import Noticed, consider, count, lock_supporter
from hearten.boundaries.models import Concern, Pace, Sign, Tally
from hearten.boundaries.rules import Kind, Side
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching import queries as matching
from hearten.safety import queries as safety


def look_after(*, programme: Programme, by: Actor) -> int:
    """Note each lasting state once a day, let go what was quiet, forget old counts. Gives how many
    concerns there are about what was noted now. Safe to repeat: each supporter is a transaction."""
    if not policies.may_notice(by):
        raise NotAllowed(_("Only the programme’s own reading notices something."))
    now = clock.now()
    found = _loads(programme, now) + _ties(programme)
    noted = sum(_note(programme, one, now, by) for one in found)
    _let_go(programme, now, by)
    _forget(programme, now)
    return noted


_State = tuple[UUID, Kind, UUID | None]
"""Whose, which, in which pairing."""


@transaction.atomic
def _note(programme: Programme, state: _State, now: datetime, by: Actor) -> bool:
    supporter_id, kind, pairing_id = state
    lock_supporter(supporter_id)
    zone = Account.objects.values_list("time_zone", flat=True).get(pk=supporter_id)
    noticed = Noticed(
        programme=programme,
        kind=kind,
        side=Side.SUPPORTER,
        day=rules.day_of(now, zone),
        at=now,
        pairing_id=pairing_id,
    )
    if not count(supporter_id, noticed, once_a_day=True):
        return False
    return consider(supporter_id, noticed, by=by) is not None


def _loads(programme: Programme, now: datetime) -> list[_State]:
    """Where supporters carry too much, in a constant number of queries."""
    since = now - rules.LOOK_BACK
    talk = Tally.objects.filter(pairing__programme=programme, day__gt=since.date())
    seconds = dict(talk.values_list("account").annotate(Sum("seconds")))
    dangers = _dangers(programme, since)
    return [
        (load.supporter_id, kind, None)
        for load in matching.loads_of(programme)
        for kind in rules.load_kinds(
            talk=timedelta(seconds=seconds.get(load.supporter_id, 0)),
            open_pairings=load.pairings,
            capacity=load.capacity,
            dangers=dangers.get(load.supporter_id, 0),
        )
    ]


def _dangers(programme: Programme, since: datetime) -> dict[UUID, int]:
    """How many texts of danger members wrote to each supporter."""
    found = safety.dangers_since(programme, since)
    paces = Pace.objects.filter(place__in={one.place for one in found})
    supporters = dict(paces.values_list("place", "pairing__supporter"))
    return Counter(
        supporters[one.place]
        for one in found
        if one.place in supporters and one.author_id != supporters[one.place]
    )


def _ties(programme: Programme) -> list[_State]:
    """Open pairings of people who know each other here in another way too."""
    pairs = matching.open_pairs(programme)
    supporters = {one.pairing_id: one.supporter_id for one in pairs}
    found = rules.ties(
        [
            rules.Pair(pairing_id=one.pairing_id, member=one.member_id, supporter=one.supporter_id)
            for one in pairs
        ],
        [
            rules.CaseWork(moderator=one.moderator_id, about=one.about_id)
            for one in safety.cases_since(programme, clock.now())
        ],
    )
    return [(supporters[pairing_id], kind, pairing_id) for pairing_id, kind in found.items()]


def _forget(programme: Programme, now: datetime) -> None:
    """What nobody looks at any more is not kept."""
    before = now.date() - rules.COUNTS_KEPT
    Tally.objects.filter(pairing__programme=programme, day__lt=before).delete()
    Sign.objects.filter(programme=programme, day__lt=before).delete()


def _let_go(programme: Programme, now: datetime, by: Actor) -> None:
    """Nobody but the supporter ever saw these, and it has been quiet."""
    waiting = Concern.objects.filter(
        programme=programme, closed_at__isnull=True, with_supervisor_at__isnull=True
    ).values_list("id", flat=True)
    for concern_id in waiting:
        with transaction.atomic():
            held = Concern.objects.select_for_update(of=("self",)).get(pk=concern_id)
            quiet = rules.is_over(held.last_at.date(), now.date())
            if quiet and held.closed_at is None and held.with_supervisor_at is None:
                held.closed_at = now
                held.save(update_fields=["closed_at"])
                audit.record(verb=Verb.CONCERN_CLOSED, subject=held, by=by)
