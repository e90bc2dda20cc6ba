"""What a page asks of the database."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.http.pages import Page

LOOKS = 9


def count(page: Page) -> dict[str, Any]:
    """How many queries a page makes, how long they take together and how long Python works on it
    (milliseconds, medians of some looks), with the slowest and its plan. The first look warms what
    is kept in memory."""
    first = page.client.get(page.path)
    assert first.status_code == 200, (page.name, first.status_code, first.headers.get("Location"))
    with CaptureQueriesContext(connection) as asked:
        page.client.get(page.path)
    statements = [query["sql"] for query in asked.captured_queries]  # the next request forgets them
    looks = [_look(page) for _ in range(LOOKS)]
    return {
        "queries": len(statements),
        "sql": 1000 * median(sum(took for _sql, took in look.queries) for look in looks),
        "cpu": 1000 * median(look.cpu for look in looks),
        "plan": _plan(statements, looks[-1].queries),
        "statements": statements,
    }


@dataclass
class Look:
    """One answer: each statement with its seconds, and the seconds this process worked."""

    queries: list[tuple[str, float]]
    cpu: float


def _look(page: Page) -> Look:
    taken: list[tuple[str, float]] = []

    def stopwatch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            taken.append((sql, perf_counter() - began))

    began = process_time()
    with connection.execute_wrapper(stopwatch):
        page.client.get(page.path)
    return Look(taken, process_time() - began)


def _plan(statements: list[str], queries: list[tuple[str, float]]) -> str:
    """The slowest statement of a look and its plan, by its place among the statements recorded."""
    if len(queries) != len(statements) or not statements:
        return "no plan: the looks differ"
    place = max(range(len(queries)), key=lambda n: queries[n][1])
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + statements[place], None)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    return f"{1000 * queries[place][1]:.1f} ms: {statements[place]}\n{plan}"
