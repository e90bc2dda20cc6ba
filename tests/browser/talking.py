"""A talk of two people, opened in a browser by either."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import opened
from tests.installation import Installation

WAIT = 20_000
"""Milliseconds after which what should be there is not coming."""


class Talk:
    """An installation and the two people of its one conversation."""

    def __init__(self, site: Installation) -> None:
        self.site = site
        self.people: dict[str, Any] = site.people("pair_and_askers", "0")
        self.path = f"/talk/{self.people['conversation']}/"

    def name_of(self, who: str) -> str:
        """The pseudonym of one of the two."""
        return str(self.people[who]["name"])

    @contextmanager
    def as_(self, browser: Browser, who: str, language: str = "en", **more: Any) -> Iterator[Page]:
        """The talk, opened by one of the two on a device of their own."""
        device = self.site.people("another_device", self.people[who]["id"])
        cookie = device["cookie"].partition("=")[2]
        with opened(browser, self.site, cookie, **more) as page:
            page.context.add_cookies(
                [{"name": "language", "value": language, "url": self.site.address}]
            )
            page.goto(self.path)
            yield page


def online(page: Page) -> None:
    """The script is at work and the gateway hears this page."""
    expect(page.locator("[data-presence]")).not_to_be_empty(timeout=WAIT)


def send(page: Page, words: str) -> None:
    """Write it and send it."""
    page.locator("#composer-text").fill(words)
    page.locator("[data-composer] button[type=submit]").click()


def line_of(page: Page, words: str) -> Locator:
    """The message with these words."""
    return page.get_by_role("log").get_by_role("listitem").filter(has_text=words)
