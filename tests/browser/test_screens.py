"""Every screen in the list: axe finds nothing, 320 px is enough, it mirrors, nothing is blocked.

Each screen is opened three times: with scripts, where everything is asked of it in turn; without
scripts; and as a first visit with an empty cache.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import complaints, found_by_axe, opened, too_wide
from tests.installation import Installation

FOR_BUILDERS = {"styleguide"}
"""Shows every component at once; not a screen people come to."""
DISCREET = ("mental", "support", "crisis", "peer", "suicid", "depress", "anxi", "hearten")
FIRST_VISIT_BYTES = 100_000

Screen = dict[str, str]


@pytest.fixture(scope="module")
def screens(site: Installation) -> list[Screen]:
    listed: list[Screen] = site.python("tests.browser.screens")
    return listed


def _visits(
    browser: Browser, site: Installation, screens: list[Screen], **options: Any
) -> Iterator[tuple[Screen, Page]]:
    """Each screen opened, one context a person."""
    for cookie in dict.fromkeys(screen["cookie"] for screen in screens):
        with opened(browser, site, cookie, **options) as page:
            for screen in screens:
                if screen["cookie"] == cookie:
                    yield screen, page


def _open(page: Page, site: Installation, screen: Screen) -> None:
    page.goto(screen["path"])
    assert page.url == site.address + screen["path"], f"{screen['name']} leads elsewhere"


@pytest.fixture(scope="module")
def looked(
    browser: Browser, site: Installation, screens: list[Screen]
) -> dict[str, dict[str, Any]]:
    """What each question found: question → screen → finding. Empty findings are left out."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    heard: dict[Page, list[str]] = {}
    size = {"width": 360, "height": 740}
    for screen, page in _visits(browser, site, screens, viewport=size, reduced_motion="reduce"):
        lines = heard.setdefault(page, complaints(page) if page not in heard else [])
        lines.clear()
        _open(page, site, screen)
        answers = {
            "light": found_by_axe(page),
            "dark": _after(page, lambda p: p.emulate_media(color_scheme="dark"), found_by_axe),
            "narrow": _after(
                page, lambda p: p.set_viewport_size({"width": 320, "height": 640}), too_wide
            ),
            "mirrored": _after(
                page, lambda p: p.evaluate("document.documentElement.dir = 'rtl'"), too_wide
            ),
            "wide": _after(
                page, lambda p: p.set_viewport_size({"width": 1280, "height": 800}), found_by_axe
            ),
            "complaints": [] if screen["name"] == "not-found" else list(lines),
        }
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(size)
        for question, answer in answers.items():
            if answer:
                found[question][screen["name"]] = answer
    return found


def _after(page: Page, change: Any, ask: Any) -> Any:
    change(page)
    return ask(page)


@pytest.mark.parametrize("question", ["light", "dark", "wide"])
def test_axe_finds_nothing(looked: dict[str, dict[str, Any]], question: str) -> None:
    assert looked[question] == {}


def test_no_screen_scrolls_sideways_at_320(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["narrow"] == {}


def test_every_screen_mirrors_at_320(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["mirrored"] == {}


def test_the_browser_has_nothing_to_complain_of(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["complaints"] == {}


def test_a_right_to_left_language_turns_the_page(browser: Browser, site: Installation) -> None:
    with opened(browser, site, locale="ar") as page:
        page.goto("/")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"


def test_every_screen_works_without_script(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    headings = {}
    for screen, page in _visits(browser, site, screens, java_script_enabled=False):
        _open(page, site, screen)
        headings[screen["name"]] = page.locator("main h1").count()
    assert {name: n for name, n in headings.items() if n != 1 and name not in FOR_BUILDERS} == {}


def test_titles_are_discreet_and_first_visits_light(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    found: dict[str, Any] = {}
    for screen in screens:
        with opened(browser, site, screen["cookie"]) as page:
            received = [0.0]
            session = page.context.new_cdp_session(page)
            session.send("Network.enable")
            session.on(
                "Network.loadingFinished",
                lambda event, total=received: total.__setitem__(
                    0, total[0] + event["encodedDataLength"]
                ),
            )
            _open(page, site, screen)
            page.wait_for_load_state("load")
            title = page.title().lower()
            if any(word in title for word in DISCREET) or received[0] > FIRST_VISIT_BYTES:
                found[screen["name"]] = (title, int(received[0]))
    assert {name: what for name, what in found.items() if name not in FOR_BUILDERS} == {}
