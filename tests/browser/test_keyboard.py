"""The main job without a mouse: every step by Tab, Enter, Space and arrows alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import opened
from tests.installation import Installation

MOST_TABS = 60


@pytest.fixture(scope="module")
def pair(place: Installation) -> tuple[Installation, dict]:
    return place, place.people("pair_and_askers", "1")


def _cookie(person: dict) -> str:
    return person["cookie"].partition("=")[2]


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with this accessible name has the focus, and it can be seen."""
    wanted = re.compile(name)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and wanted.search(_name_of(page)):
            expect(focused).to_be_in_viewport()
            return
    raise AssertionError(f"no way to {name!r} by Tab")


def _name_of(page: Page) -> str:
    name: str = page.evaluate(
        """() => {
            const e = document.activeElement;
            const label = e.labels?.[0]?.textContent ?? "";
            return (e.getAttribute("aria-label") || label || e.textContent || e.value || "").trim();
        }"""
    )
    return name


def test_help_and_leaving_are_the_first_stops(browser: Browser, pair: tuple) -> None:
    site, people = pair
    with opened(browser, site, _cookie(people["member"])) as page:
        page.goto("/")
        stops = []
        for _ in range(3):
            page.keyboard.press("Tab")
            stops.append(_name_of(page))
    assert stops == ["Skip to the content", "Crisis help", "Leave quickly"]


def test_asking_by_keyboard(browser: Browser, pair: tuple) -> None:
    site, people = pair
    with opened(browser, site, _cookie(people["askers"][0])) as page:
        page.goto("/support/ask/")
        _tab_to(page, "Somebody to talk to now")
        page.keyboard.press("Space")
        _tab_to(page, "What is going on")
        page.keyboard.type("It is four in the morning again.")
        _tab_to(page, "^Ask")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/support/waiting/"))


def test_talking_and_ending_by_keyboard(browser: Browser, pair: tuple) -> None:
    site, people = pair
    talk = f"/talk/{people['conversation']}/"
    with (
        opened(browser, site, _cookie(people["member"])) as member,
        opened(browser, site, _cookie(people["supporter"])) as supporter,
    ):
        supporter.goto(talk)
        member.goto(talk)
        _tab_to(member, "Your message")
        member.keyboard.type("Hello by keyboard.")
        member.keyboard.press("Enter")
        said = supporter.get_by_role("log").get_by_text("Hello by keyboard.", exact=True)
        expect(said).to_be_visible(timeout=20_000)
        # What arrives never takes the focus from where somebody writes.
        supporter.get_by_label("Your message").focus()
        member.keyboard.type("A second one.")
        member.keyboard.press("Enter")
        expect(supporter.get_by_role("log").get_by_text("A second one.")).to_be_visible(
            timeout=20_000
        )
        expect(supporter.get_by_label("Your message")).to_be_focused()

        member.goto(f"{talk}end/")
        _tab_to(member, "I have what I needed")
        member.keyboard.press("Space")
        _tab_to(member, "Send it and end")
        member.keyboard.press("Enter")
        expect(member).not_to_have_url(re.compile("/end/"))
        expect(supporter.get_by_label("Your message")).to_be_hidden(timeout=20_000)
