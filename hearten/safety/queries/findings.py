"""What pages show of findings: the writer their card, the supporter guidance, managers the clock."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from hearten.accounts.models import Programme
from hearten.foundation import clock, crypto
from hearten.safety.models import Finding, Level
from hearten.safety.queries import reasons
from hearten.safety.rules.acting import OF_ONESELF, is_in_distress
from hearten.triage.rules import Verdict

SHOWN_FOR = timedelta(hours=48)
"""How long a card and guidance stay."""
CLOCK_DAYS = 90
FEWEST_ANSWERED = 5
"""Fewer answered texts than this, and the clock gives no times: they would be about single people."""


def card_for(account_id: UUID, place: str) -> Finding | None:
    """The writer's own newest finding here that asks for a card and was not put away."""
    mine = _recent(place).filter(author_id=account_id, put_away_at__isnull=True)
    return mine.order_by("-level", "-written_at").first()


def guidance_for(reader_id: UUID, place: str) -> Finding | None:
    """What a supporter is to know about what the other wrote here, the gravest first. Only for whom
    the place itself may be shown."""
    return _recent(place).exclude(author_id=reader_id).order_by("-level", "-written_at").first()


def _recent(place: str) -> QuerySet[Finding]:
    since = clock.now() - SHOWN_FOR
    return Finding.objects.filter(place=place, level__gte=Level.RISK, written_at__gte=since)


_ADVICE = (
    ("minor", frozenset({"minor"})),
    ("hurt", frozenset({"abuse", "exploitation", "sexual_approach", "harassment"})),
    ("others", frozenset({"harm_to_others"})),
)


def advice(kinds: Sequence[str]) -> str:
    """Which advice a supporter gets: "self" unless the strongest signal speaks of something else."""
    first = next(iter(kinds), "")
    return next((name for name, signals in _ADVICE if first in signals), "self")


def has_unanswered(place: str) -> bool:
    """Whether somebody's text here still waits for a person."""
    return Finding.objects.filter(place=place, answered_at__isnull=True).exists()


def speaks_of_danger(account_id: UUID, verdict: Verdict, since: datetime) -> bool:
    """Whether a text says that its writer is badly off, or something heavier they wrote since then
    does: whoever limits how much people write asks this first."""
    if is_in_distress(verdict):
        return True
    heavy = Finding.objects.filter(author=account_id, level__gte=Level.RISK, written_at__gte=since)
    return any(OF_ONESELF.intersection(kinds) for kinds in heavy.values_list("kinds", flat=True))


def unanswered_risks(before: datetime, subject_kind: str) -> list[Finding]:
    """Texts of possible risk, written before `before`, that nobody has turned to and no case is
    about; only of people who are still here."""
    return list(
        Finding.objects.filter(
            level=Level.RISK,
            subject_kind=subject_kind,
            answered_at__isnull=True,
            case__isnull=True,
            written_at__lt=before,
            written_at__gte=before - SHOWN_FOR,
            author__is_active=True,
        ).order_by("written_at", "id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalRead:
    """A signal as a responder reads it."""

    kind: str
    phrase: str
    why: str
    """In the reader's language."""


def signals_of(finding: Finding, key: crypto.DataKey) -> list[SignalRead]:
    """What led to a finding, opened with its case's key; nothing without a case. Only for whom
    policies.may_read_evidence allows the case."""
    if finding.sealed_signals is None:
        return []
    sealed = bytes(finding.sealed_signals)
    stored = json.loads(crypto.unseal(key, sealed, context=signals_context(finding)))
    return [
        SignalRead(kind=one["kind"], phrase=one["phrase"], why=reasons.worded(one["why"]))
        for one in stored
    ]


def signals_context(finding: Finding) -> str:
    """The authenticated context of a finding's sealed signals."""
    return f"safety.Finding.signals:{finding.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """How soon people turned to the texts of one level. None: later than was seen yet."""

    level: Level
    texts: int
    answered: int
    median: timedelta | None
    p90: timedelta | None

    @property
    def enough(self) -> bool:
        """Whether there are times to show."""
        return self.answered >= FEWEST_ANSWERED


_CLOCK = """
SELECT level, count(*), count(answered_at), percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (
    ORDER BY coalesce(extract(epoch FROM answered_at - written_at), 'Infinity'::numeric)::float8)
FROM safety_finding
WHERE programme_id = %s AND level >= 2 AND written_at >= %s GROUP BY level
"""


def safety_clock(programme: Programme) -> list[ClockRow]:
    """Per level, the gravest first, over the last CLOCK_DAYS days. A text nobody has answered counts
    as answered later than all others: times look longer than they are, never shorter."""
    since = clock.now() - timedelta(days=CLOCK_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(_CLOCK, [programme.id, since])
        rows: dict[int, _Counted] = {
            level: (texts, answered, times) for level, texts, answered, times in cursor.fetchall()
        }
    return [_clock_row(level, rows.get(level, _NOTHING)) for level in (Level.DANGER, Level.RISK)]


_Counted = tuple[int, int, Sequence[float | None]]
_NOTHING: _Counted = (0, 0, (None, None))


def _clock_row(level: Level, counted: _Counted) -> ClockRow:
    texts, answered, times = counted
    median, p90 = map(_time, times)
    return ClockRow(level=level, texts=texts, answered=answered, median=median, p90=p90)


def _time(seconds: float | None) -> timedelta | None:
    return None if seconds is None or seconds == float("inf") else timedelta(seconds=seconds)
