"""Every screen in the list: axe finds nothing, 320 px is enough, it mirrors, nothing is blocked, a first
visit is light and its title discreet, and without scripts it is whole.

Each screen is opened once, with scripts and nothing in the cache, and everything is asked of it in turn.
"""

from collections import defaultdict
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import (
    COLOURS,
    FOR_BUILDERS,
    Screen,
    complaints,
    found_by_axe,
    headings_without_scripts,
    open_screen,
    opened,
    received,
    too_wide,
    visits,
)
from tests.installation import Installation

DISCREET = ("mental", "support", "crisis", "peer", "suicid", "depress", "anxi", "hearten")
FIRST_VISIT_BYTES = 100_000


@pytest.fixture(scope="module")
def looked(
    browser: Browser, site: Installation, screens: list[Screen]
) -> dict[str, dict[str, Any]]:
    """What each question found: question → screen → finding. Empty findings are left out."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    listening: dict[Page, tuple[list[str], list[int]]] = {}
    size = {"width": 360, "height": 740}
    for screen, page in visits(browser, site, screens, viewport=size, reduced_motion="reduce"):
        if page not in listening:
            listening[page] = complaints(page), received(page)
        lines, came = listening[page]
        lines.clear()
        came.clear()
        sent = open_screen(page, site, screen)
        answers = {
            "heavy": sum(came) if sum(came) > FIRST_VISIT_BYTES else 0,
            "telling": [word for word in DISCREET if word in page.title().lower()],
            "bare": headings_without_scripts(page, sent) != 1,
            "light": found_by_axe(page),
            "dark": _after(
                page,
                lambda p: p.emulate_media(color_scheme="dark"),
                lambda p: found_by_axe(p, COLOURS),
            ),
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


def _for_people(found: dict[str, Any]) -> dict[str, Any]:
    return {name: what for name, what in found.items() if name not in FOR_BUILDERS}


@pytest.mark.parametrize("question", ["light", "dark", "wide"])
def test_axe_finds_nothing(looked: dict[str, dict[str, Any]], question: str) -> None:
    assert looked[question] == {}


def test_no_screen_scrolls_sideways_at_320(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["narrow"] == {}


def test_every_screen_mirrors_at_320(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["mirrored"] == {}


def test_the_browser_has_nothing_to_complain_of(looked: dict[str, dict[str, Any]]) -> None:
    assert looked["complaints"] == {}


def test_titles_are_discreet(looked: dict[str, dict[str, Any]]) -> None:
    assert _for_people(looked["telling"]) == {}


def test_first_visits_are_light(looked: dict[str, dict[str, Any]]) -> None:
    assert _for_people(looked["heavy"]) == {}


def test_without_scripts_every_screen_says_what_it_is(looked: dict[str, dict[str, Any]]) -> None:
    assert _for_people(looked["bare"]) == {}


def test_a_right_to_left_language_turns_the_page(browser: Browser, site: Installation) -> None:
    with opened(browser, site, locale="ar") as page:
        page.goto("/")
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        assert page.locator("html").get_attribute("lang") == "ar"
