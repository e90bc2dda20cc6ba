"""How long it takes from asking to being paired, in one query and one row.

The definition is rules.estimate, which says why; here the database computes the same, so that no wait
is read out of it. A test holds the two together.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from hearten.foundation import clock
from hearten.matching.models import RequestKind, RequestState
from hearten.matching.rules import FEWEST_WAITS, ROUNDING, Estimate

RECENT = timedelta(days=60)
"""Requests that began in this time say how long it takes. Ours, not a norm."""
WAITS_MOST = 500
"""The newest requests that are looked at: more would tell the same and take longer."""

# `waiting`: how many were still seen waiting at that moment. `share`: the share of people who wait
# longer than it, a product of fractions; it is 0 once everybody who was seen waiting was paired, and
# a sum of logarithms until then. Waits are grouped first: who was last seen at the moment of an
# ending counts as waiting then.
_ESTIMATE = """
WITH recent AS (
    SELECT state = %(paired)s AS paired,
           GREATEST(COALESCE(closed_at, %(now)s) - made_at, interval '0') AS wait
    FROM matching_supportrequest
    WHERE programme_id = %(programme)s AND kind = %(kind)s
      AND made_at > %(since)s AND made_at <= %(now)s
    ORDER BY made_at DESC
    LIMIT %(most)s
), moments AS (
    SELECT wait, count(*) FILTER (WHERE paired) AS ended, count(*) AS seen
    FROM recent WHERE wait > %(already)s
    GROUP BY wait
), at_risk AS (
    SELECT wait, ended, seen, sum(seen) OVER (ORDER BY wait DESC) AS waiting FROM moments
), curve AS (
    SELECT wait, ended, seen,
           CASE WHEN ended = waiting THEN 0 ELSE exp(sum(
               CASE WHEN ended = waiting THEN 0 ELSE ln(1 - ended::float8 / waiting::float8) END
           ) OVER (ORDER BY wait)) END AS share
    FROM at_risk
)
SELECT min(wait) FILTER (WHERE ended > 0 AND share <= 0.5 + %(rounding)s),
       min(wait) FILTER (WHERE ended > 0 AND share <= 0.1 + %(rounding)s),
       max(wait), COALESCE(sum(ended), 0)::int, COALESCE(sum(seen - ended), 0)::int
FROM curve
"""


def estimate_of(
    programme_id: UUID, kind: RequestKind, *, already: timedelta = timedelta(0)
) -> Estimate | None:
    """How long it takes from asking to being paired, from requests that began of late."""
    now = clock.now()
    said: dict[str, Any] = {
        "paired": RequestState.PAIRED.value,
        "now": now,
        "programme": programme_id,
        "kind": kind.value,
        "since": now - RECENT,
        "most": WAITS_MOST,
        "already": already,
        "rounding": ROUNDING,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ESTIMATE, said)
        median, p90, seen_for, basis, unfinished = cursor.fetchone()
    if basis < FEWEST_WAITS:
        return None
    return Estimate(median=median, p90=p90, seen_for=seen_for, basis=basis, unfinished=unfinished)
