"""Opening a screen as somebody, and what to ask of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.installation import Installation

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that read colours: all that can differ where only the colours do."""
RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


_HALF_UNDER = "Target has insufficient size because it is partially obscured"
"""Said of what lies half under a bar that stays in place, where the page happens to be scrolled to."""

FOR_BUILDERS = {"styleguide"}
"""Shows every component at once; not a screen people come to."""


@contextmanager
def opened(
    browser: Browser, site: Installation, cookie: str = "", **options: Any
) -> Iterator[Page]:
    """A page of a fresh context, signed in by a session cookie if given."""
    # Scripts are injected by the test itself; the product's policy stays as it is.
    context = browser.new_context(base_url=site.address, bypass_csp=False, **options)
    if cookie:
        context.add_cookies([{"name": "session", "value": cookie, "url": site.address}])
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


def found_by_axe(page: Page, only: dict[str, Any] = RULES) -> list[str]:
    """What axe-core finds on the page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
    result = page.evaluate(f"axe.run(document, {options})")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
        if _HALF_UNDER not in node["failureSummary"]
    ]


def too_wide(page: Page) -> int:
    """Pixels by which the page is wider than its window; 0 means no sideways scroll."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def complaints(page: Page) -> list[str]:
    """Collects what the browser complains of from now on: errors, blocked loads, bad answers."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.on(
        "console",
        lambda line: heard.append(f"console: {line.text}") if line.type == "error" else None,
    )
    return heard


Screen = dict[str, str]
"""A line of tests.browser.screens: name, path and the cookie of who looks."""


def visits(
    browser: Browser, site: Installation, screens: list[Screen], **options: Any
) -> Iterator[tuple[Screen, Page]]:
    """Each screen, to be opened, one context a person."""
    for cookie in dict.fromkeys(screen["cookie"] for screen in screens):
        with opened(browser, site, cookie, **options) as page:
            for screen in screens:
                if screen["cookie"] == cookie:
                    yield screen, page


def open_screen(page: Page, site: Installation, screen: Screen) -> str:
    """Open it, and make sure that it is it. Gives what the server sent."""
    answer = page.goto(screen["path"])
    assert page.url == site.address + screen["path"], f"{screen['name']} leads elsewhere"
    return answer.text() if answer else ""


def received(page: Page) -> list[int]:
    """Collects from now on how many bytes come, of each thing a page loads, with no cache and no
    worker: every visit is a first one."""
    came: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.setBypassServiceWorker", {"bypass": True})
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    return came


def headings_without_scripts(page: Page, sent: str) -> int:
    """How many main headings there are in what the server sent, read as without scripts."""
    parse = "sent => new DOMParser().parseFromString(sent, 'text/html').querySelectorAll('main h1')"
    return int(page.evaluate(f"{parse}.length", sent))
