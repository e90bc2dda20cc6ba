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
    slowest = max(looks[0].queries, key=lambda query: query[1], default=("", 0.0))[0]
    return {
        "queries": len(statements),
        "sql": 1000 * median(sum(took for _sql, took in look.queries) for look in looks),
        "cpu": 1000 * median(look.cpu for look in looks),
        "plan": _plan(statements, slowest),
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


def _plan(statements: list[str], slowest: str) -> str:
    """The plan of the first statement that begins like the slowest."""
    opening = slowest.split("%s")[0]
    alike = [sql for sql in statements if sql.startswith(opening)]
    if not alike or not alike[0].startswith(("SELECT", "WITH")):
        return slowest
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + alike[0], None)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    return f"{alike[0]}\n{plan}"
