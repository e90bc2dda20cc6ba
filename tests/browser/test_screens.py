"""Every screen in the list: axe finds nothing, 320 px is enough, it mirrors, nothing is blocked."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import complaints, found_by_axe, opened, too_wide
from tests.installation import Installation


@pytest.fixture(scope="module")
def screens(site: Installation) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = site.python("tests.browser.screens")
    return listed


def _by_person(screens: list[dict[str, str]]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for cookie in dict.fromkeys(screen["cookie"] for screen in screens):
        yield cookie, [screen for screen in screens if screen["cookie"] == cookie]


def _ask_of_each(
    browser: Browser, site: Installation, screens: list[dict[str, str]], ask: Any, **options: Any
) -> dict[str, Any]:
    """The answer of each screen that has one to give."""
    answers = {}
    for cookie, listed in _by_person(screens):
        with opened(browser, site, cookie, **options) as page:
            for screen in listed:
                page.goto(screen["path"])
                assert page.url == site.address + screen["path"], (
                    f"{screen['name']} leads elsewhere"
                )
                if answer := ask(page):
                    answers[screen["name"]] = answer
    return answers


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing(
    browser: Browser, site: Installation, screens: list, scheme: str, width: int
) -> None:
    found = _ask_of_each(
        browser,
        site,
        screens,
        found_by_axe,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    assert found == {}


def test_no_screen_scrolls_sideways_at_320(
    browser: Browser, site: Installation, screens: list
) -> None:
    size = {"width": 320, "height": 640}
    assert _ask_of_each(browser, site, screens, too_wide, viewport=size) == {}


def test_every_screen_mirrors(browser: Browser, site: Installation, screens: list) -> None:
    def ask(page: Any) -> int:
        page.evaluate("document.documentElement.dir = 'rtl'")
        return too_wide(page)

    size = {"width": 360, "height": 740}
    assert _ask_of_each(browser, site, screens, ask, viewport=size) == {}


def test_a_right_to_left_language_turns_the_page(browser: Browser, site: Installation) -> None:
    with opened(browser, site, locale="ar") as page:
        page.goto("/")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"


def test_the_browser_has_nothing_to_complain_of(
    browser: Browser, site: Installation, screens: list
) -> None:
    heard: dict[str, list[str]] = {}
    for cookie, listed in _by_person(screens):
        with opened(browser, site, cookie) as page:
            lines = complaints(page)
            for screen in listed:
                page.goto(screen["path"])
                page.wait_for_load_state("networkidle")
                if screen["name"] != "not-found" and lines:
                    heard[screen["name"]] = list(lines)
                lines.clear()
    assert heard == {}


def test_every_screen_works_without_script(
    browser: Browser, site: Installation, screens: list
) -> None:
    def ask(page: Any) -> str:
        return "" if page.locator("main h1").count() == 1 else "no heading"

    assert _ask_of_each(browser, site, screens, ask, java_script_enabled=False) == {}


def test_titles_and_first_visits_are_discreet_and_light(
    browser: Browser, site: Installation, screens: list
) -> None:
    """No title says what this place is for; no screen needs more than 100 KB on a first visit."""
    words = ("mental", "support", "crisis", "peer", "suicid", "depress", "anxi", "hearten")
    found: dict[str, Any] = {}
    for screen in screens:
        with opened(browser, site, screen["cookie"]) as page:
            received = [0]
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished",
                lambda event, total=received: total.__setitem__(
                    0, total[0] + event["encodedDataLength"]
                ),
            )
            page.goto(screen["path"])
            page.wait_for_load_state("networkidle")
            title = page.title().lower()
            if any(word in title for word in words) or received[0] > 100_000:
                found[screen["name"]] = (title, int(received[0]))
    assert found == {}
