"""Leaving quickly: whoever looks over a shoulder sees nothing, now and with Back."""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hearten.foundation.live import CHANNEL
from tests.installation import Installation, installation

WORDS = "only for us two: the kettle at four in the morning"
SECRETS = (WORDS, "Lamplighter", "Night Ferry")
NEUTRAL = "Tide times"
PATIENCE = 30


@dataclass
class NeutralSite:
    """A mature everyday site on another origin, which answers when it is told to."""

    address: str
    may_answer: threading.Event = field(default_factory=threading.Event)


@contextmanager
def _neutral_site() -> Iterator[NeutralSite]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.may_answer.wait(PATIENCE)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!DOCTYPE html><title>{NEUTRAL}</title><h1>{NEUTRAL}</h1>".encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        site = NeutralSite(f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield site
        site.may_answer.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def neutral() -> Iterator[NeutralSite]:
    with _neutral_site() as site:
        yield site


@pytest.fixture(scope="module")
def place(neutral: NeutralSite) -> Iterator[Installation]:
    """An installation of our own: people leave it to a page of this machine."""
    outer = os.environ.get("QUICK_EXIT_URL")
    os.environ["QUICK_EXIT_URL"] = neutral.address
    try:
        with installation(demo=False) as running:
            yield running
    finally:
        del os.environ["QUICK_EXIT_URL"]
        if outer is not None:
            os.environ["QUICK_EXIT_URL"] = outer


@pytest.fixture(scope="module")
def people(place: Installation) -> dict[str, Any]:
    made: dict[str, Any] = place.python("tests.people", "pair_and_askers", "0")
    return made


@dataclass
class Visit:
    """A member reads a conversation, in a browser of their own."""

    context: BrowserContext
    page: Page
    place: Installation
    conversation: str
    session: str


@contextmanager
def _visit(
    browser: Browser, place: Installation, people: dict[str, Any], *, scripts: bool
) -> Iterator[Visit]:
    made = place.python("tests.people", "sign_in_again", people["member"]["id"])
    name, _, key = made["cookie"].partition("=")
    context = browser.new_context(base_url=place.address, java_script_enabled=scripts)
    context.add_cookies([{"name": name, "value": key, "url": place.address, "httpOnly": True}])
    conversation = f"/talk/{people['conversation']}/"
    page = context.new_page()
    page.goto("/me/account/")
    page.goto(conversation)
    expect(page.get_by_role("main")).to_contain_text("Lamplighter")
    yield Visit(context, page, place, conversation, key)
    context.close()
