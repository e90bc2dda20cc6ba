"""Asking for the pages, as different people, with different words."""

import json
import random
import time
from collections.abc import Callable, Iterator
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client

from bench.forum.building import Community
from hearten.accounts.tests.factories import client_of
from hearten.forum.models import Post

SEARCH = "/community/search/"
Ask = Callable[[Client], Any]


def measured(here: Community, asked: int) -> str:
    """A line of JSON: page → queries, p50 and p99 in milliseconds, and how many answers a second."""
    clients = [client_of(one, headers={"host": "localhost"}) for one in here.people]
    found = {name: _taken(asks, clients, asked) for name, asks in _asks(here).items()}
    return json.dumps({"posts": Post.objects.count(), "pages": found})


def _asks(here: Community) -> dict[str, Iterator[Ask]]:
    space, thread = f"/community/{here.space.pk}/", f"/community/threads/{here.long.pk}/"
    chance = random.Random(11)
    common, middle, rare = here.words[:40], here.words[40:400], here.words[2_000:]

    def get(address: str) -> Iterator[Ask]:
        while True:
            yield lambda client: client.get(address)

    def search(*some: list[str], mistyped: bool = False, joined: str = "{}") -> Iterator[Ask]:
        while True:
            words = joined.format(" ".join(chance.choice(one) for one in some))
            words = words[:2] + "x" + words[2:] if mistyped else words
            yield lambda client, words=words: client.post(SEARCH, {"words": words})

    def write() -> Iterator[Ask]:
        while True:
            sent = {"text": f"A word of my own, {chance.random()}.", "client_id": str(uuid4())}
            yield lambda client, sent=sent: client.post(thread, sent)

    return {
        "spaces": get("/community/"),
        "front page of a space": get(space),
        "thread of 1,000 posts, first page": get(thread),
        "the same, last page": get(f"{thread}?page=20"),
        "a search for one of the 40 commonest words": search(common),
        "for two less common ones": search(middle, middle),
        "for a common and a rare one": search(common, rare),
        "for a rare one": search(rare),
        "for two words that stand together": search(middle, middle, joined='"{}"'),
        "for one mistyped": search(middle, mistyped=True),
        "writing in the long thread": write(),
    }


def _taken(asks: Iterator[Ask], clients: list[Client], asked: int) -> dict[str, float]:
    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        _answered(next(asks)(clients[0]))
    for client in clients[:3]:  # plans and templates
        _answered(next(asks)(client))
    took = []
    for n in range(asked):
        ask, client = next(asks), clients[n % len(clients)]
        began = time.perf_counter()
        answer = ask(client)
        took.append((time.perf_counter() - began) * 1000)
        _answered(answer)
    return {
        "queries": len(seen),
        "p50": median(took),
        "p99": quantiles(took, n=100)[98],
        "rate": 1000 * len(took) / sum(took),
    }


def _answered(answer: Any) -> None:
    if answer.status_code not in (200, 302):
        raise SystemExit(f"{answer.status_code} for {answer.request['PATH_INFO']}")
