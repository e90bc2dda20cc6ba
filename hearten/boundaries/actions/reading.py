"""What was written is looked at once, in the pass that reads it for danger, after it is committed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hearten.boundaries import policies, rules
from hearten.boundaries.actions.noticing import Noticed, consider, count, lock_supporter
from hearten.boundaries.models import Pace, Tally
from hearten.boundaries.rules import Hours, Kind, Run, Side
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.matching import queries as matching
from hearten.matching.queries import PairFacts
from hearten.safety import queries as safety
from hearten.triage.rules import Verdict

IN_DANGER_FOR = timedelta(hours=3)
"""Whoever stays with somebody in danger is not told that it is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message, as it is read: nothing of its text is kept."""

    seq: int
    author_id: UUID
    at: datetime
    text: str
    verdict: Verdict
    said_before: frozenset[Kind] | None = None
    """Of an edit: what its message showed before. It is no message more, and only what is new in it
    counts."""


@transaction.atomic
def read_talk(*, pairing_id: UUID, place: str, said: Sequence[Said], by: Actor) -> bool:
    """Count what a step of messages shows, in order, and bring up what is due. Says whether there is
    something new to show to the two. The caller moves its mark in the same transaction, so that each
    message is counted once."""
    if not policies.may_notice(by):
        raise NotAllowed(_("Only the programme’s own reading notices something."))
    pair = matching.pair_of(pairing_id)
    said = [one for one in said if pair and one.author_id in (pair.member_id, pair.supporter_id)]
    if pair is None or not said:
        return False
    stored = matching.support_hours_of(pair.programme, pair.supporter_id, said[-1].at)
    hours = Hours(zone=stored.zone, week=stored.week, not_at_night=stored.not_at_night)
    found = list(_pass(pair, place, said, hours))
    shown = False
    if found:
        lock_supporter(pair.supporter_id)
    for noticed in found:
        count(pair.supporter_id, noticed)
    for noticed in _last_of_each(found):
        shown = consider(pair.supporter_id, noticed, by=by) is not None or shown
    return shown


def _last_of_each(found: Sequence[Noticed]) -> list[Noticed]:
    return list({(one.kind, one.side): one for one in found}.values())


def _pass(pair: PairFacts, place: str, said: Sequence[Said], hours: Hours) -> Iterator[Noticed]:
    """All messages of a step in order, with the run they are part of carried on."""
    Pace.objects.get_or_create(pairing_id=pair.pairing_id, defaults={"place": place})
    pace = Pace.objects.select_for_update().get(pairing=pair.pairing_id)
    run = Run(
        author=pace.run_author_id,
        since=pace.run_since,
        messages=pace.run_messages,
        characters=pace.run_characters,
        told=pace.run_told,
    )
    last: dict[UUID, datetime | None] = {pair.supporter_id: pace.supporter_at}
    tallies: dict[tuple[UUID, date], list[int]] = {}
    for one in said:
        day = hours.day(one.at)
        if one.said_before is not None:
            fresh = rules.kinds_in(one.text, one.verdict) - one.said_before
            yield from _noticed(pair, one, day, iter(sorted(fresh)))
            continue
        talked = rules.talked(last.get(one.author_id), one.at)
        last[one.author_id] = one.at
        tally = tallies.setdefault((one.author_id, day), [0, 0, 0])
        for place_in, more in enumerate((1, len(one.text), round(talked.total_seconds()))):
            tally[place_in] += more
        run, storm = rules.after_message(
            run, author=one.author_id, at=one.at, characters=len(one.text)
        )
        yield from _noticed(pair, one, day, _kinds(pair, place, one, hours, storm))
    _keep(pace, run, last[pair.supporter_id])
    for (account_id, day), numbers in tallies.items():
        _add(pair.pairing_id, account_id, day, numbers)


def _kinds(pair: PairFacts, place: str, one: Said, hours: Hours, storm: bool) -> Iterator[Kind]:
    if storm:
        yield Kind.STORM
    yield from sorted(rules.kinds_in(one.text, one.verdict))
    supports = one.author_id == pair.supporter_id
    late = supports and rules.is_outside(one.at, hours)
    if late and not safety.danger_is_near(place, one.at - IN_DANGER_FOR):
        yield Kind.HOURS


def _noticed(pair: PairFacts, one: Said, day: date, kinds: Iterator[Kind]) -> Iterator[Noticed]:
    side = Side.SUPPORTER if one.author_id == pair.supporter_id else Side.MEMBER
    for kind in kinds:
        yield Noticed(
            programme=pair.programme,
            kind=kind,
            side=side,
            day=day,
            at=one.at,
            pairing_id=None if kind in rules.WITHOUT_PAIRING else pair.pairing_id,
            seq=one.seq,
        )


def _keep(pace: Pace, run: Run, supporter_at: datetime | None) -> None:
    pace.run_author_id, pace.run_since = run.author, run.since
    pace.run_messages, pace.run_characters = run.messages, run.characters
    pace.run_told, pace.supporter_at = run.told, supporter_at
    pace.save()


def _add(pairing_id: UUID, account_id: UUID, day: date, numbers: Sequence[int]) -> None:
    messages, characters, seconds = numbers
    tally, _fresh = Tally.objects.get_or_create(
        pairing_id=pairing_id, account_id=account_id, day=day
    )
    Tally.objects.filter(pk=tally.pk).update(
        messages=F("messages") + messages,
        characters=F("characters") + characters,
        seconds=F("seconds") + seconds,
    )
