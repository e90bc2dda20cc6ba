"""What the database says of how long it takes is what the rule says."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts.models import Programme
from hearten.foundation import clock
from hearten.matching import queries, rules
from hearten.matching.models import RequestKind, RequestState, SupportRequest
from hearten.matching.queries import estimate
from hearten.matching.tests.factories import WEDNESDAY, make_programme, member_of
from hearten.matching.tests.test_rules_estimate import TABLE

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LONG_AGO = WEDNESDAY - 50 * 24 * HOUR


@pytest.fixture
def programme() -> Programme:
    return make_programme()


def asked(
    programme: Programme, ended: list[timedelta], open_: list[timedelta]
) -> list[SupportRequest]:
    """Requests that were paired after `ended`, and others that were given up after `open_`."""
    member = member_of(programme)
    waits = [(wait, RequestState.PAIRED) for wait in ended]
    waits += [(wait, RequestState.CANCELLED) for wait in open_]
    return SupportRequest.objects.bulk_create(
        SupportRequest(
            programme=programme,
            member=member,
            kind=RequestKind.WEEKS,
            state=state,
            made_at=LONG_AGO,
            waiting_since=LONG_AGO,
            closed_at=LONG_AGO + wait,
        )
        for wait, state in waits
    )


def told(programme: Programme, already: timedelta = timedelta(0)) -> rules.Estimate | None:
    with clock.frozen(WEDNESDAY):
        return queries.estimate_of(programme.id, RequestKind.WEEKS, already=already)


@pytest.mark.parametrize(("why", "ended", "open_", "answer"), TABLE)
def test_the_table_of_the_rule(
    programme: Programme, why: str, ended: tuple, open_: tuple, answer: tuple
) -> None:
    asked(programme, [HOUR * n for n in ended], [HOUR * n for n in open_])
    found = told(programme)
    assert found is not None
    assert tuple(wait and wait / HOUR for wait in (found.median, found.p90)) == answer, why


@pytest.mark.parametrize("seed", range(40))
def test_over_many_queues_the_database_and_the_rule_agree(programme: Programme, seed: int) -> None:
    """Few and many, with many waits alike; for readers who have just come and who have waited long."""
    random = Random(seed)  # noqa: S311
    step = random.choice([timedelta(microseconds=1), timedelta(minutes=7), HOUR, 26 * HOUR])
    most = random.choice([3, 12, 40])

    def waits(number: int) -> list[timedelta]:
        return [step * random.randint(0, most) for _ in range(number)]

    ended = waits(random.choice([0, 4, 5, 9, 30, 90]))
    open_ = waits(random.choice([0, 1, 7, 60]))
    asked(programme, ended, open_)
    for already in (timedelta(0), step, step * (most // 3), step * most):
        assert told(programme, already) == rules.estimate(ended, open_, already=already)


def test_the_newest_are_looked_at_and_no_more(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(programme, [HOUR * n for n in (1, 2, 3, 4, 5, 60, 70, 80)], [])
    for later, request in enumerate(made):
        request.made_at += later * HOUR
        request.closed_at = request.made_at + HOUR * (later + 1)
    SupportRequest.objects.bulk_update(made, ["made_at", "closed_at"])
    monkeypatch.setattr(estimate, "WAITS_MOST", 6)
    found = told(programme)
    assert found is not None
    assert (found.basis, found.median) == (6, 5 * HOUR)


def test_it_is_one_query_and_one_row(programme: Programme) -> None:
    asked(programme, [HOUR] * 50, [HOUR] * 50)
    with CaptureQueriesContext(connection) as captured:
        found = told(programme)
    assert len(captured) == 1
    assert found is not None
    assert (found.basis, found.unfinished) == (50, 50)
