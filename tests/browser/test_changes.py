"""Answering, reacting, changing and deleting in a talk, by two people in two browsers."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.test_talk import WAIT, Talk, _line, _online, _send
from tests.installation import installation


@pytest.fixture(scope="module")
def talk() -> Iterator[Talk]:
    """A programme with two people in a conversation."""
    with installation(demo=False) as running:
        yield Talk(running)


@pytest.fixture
def two(browser: Browser, talk: Talk) -> Iterator[tuple[Page, Page]]:
    """The member and the supporter, each at their own talk, and nothing to complain of."""
    with ExitStack() as stack:
        pages = [stack.enter_context(talk.as_(browser, who)) for who in ("member", "supporter")]
        for page in pages:
            _online(page)
        heard = [complaints(page) for page in pages]
        yield pages[0], pages[1]
        assert heard == [[], []]


def _said(page: Page, other: Page, words: str) -> None:
    """One message, stored and on both pages."""
    _send(page, words)
    for one in (page, other):
        expect(_line(one, words)).to_have_attribute("data-seq", re.compile(r"\d+"), timeout=WAIT)


def test_an_answer_shows_what_it_is_about_on_both_pages_and_after_a_reload(
    two: tuple[Page, Page],
) -> None:
    member, supporter = two
    _said(member, supporter, "The kettle or the pan?")
    reply = _line(supporter, "The kettle").get_by_role("link", name="Reply to this message")
    reply.focus()
    supporter.keyboard.press("Enter")  # by keyboard, without loading the page
    expect(supporter.locator("#composer-text")).to_be_focused()
    expect(supporter.locator("[data-answering]")).to_contain_text("The kettle or the pan?")
    expect(supporter.locator("#announcer")).to_contain_text("You are answering: ")
    supporter.keyboard.type("The kettle first")
    supporter.keyboard.press("Enter")
    expect(supporter.locator("[data-answering]")).to_be_hidden()
    for page, who in ((member, "You"), (supporter, "Night Ferry")):
        line = _line(page, "The kettle first")
        expect(line.locator(".quote")).to_have_text(f"In answer to {who}: The kettle or the pan?")
        page.reload()
        _online(page)
        expect(line.locator(".quote")).to_have_text(f"In answer to {who}: The kettle or the pan?")
        assert found_by_axe(page) == []
    line.locator(".quote").click()
    expect(_line(supporter, "The kettle or the pan?").first).to_be_in_viewport()


def test_one_can_decide_not_to_answer_it(two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(supporter, member, "No need to answer")
    _line(member, "No need to answer").get_by_role("link", name="Reply").click()
    member.get_by_role("link", name="Do not answer this").click()
    expect(member.locator("[data-answering]")).to_be_hidden()
    expect(member.locator("#composer-text")).to_be_focused()
    _said(member, supporter, "Something else")
    for page in two:
        expect(_line(page, "Something else").locator(".quote")).to_be_hidden()


def test_an_answer_without_scripts(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "member", java_script_enabled=False) as page:
        _send(page, "Plainly said")
        _line(page, "Plainly said").get_by_role("link", name="Reply").click()
        expect(page.locator("[data-answering]")).to_contain_text("Plainly said")
        _send(page, "Plainly answered")
        expect(_line(page, "Plainly answered").locator(".quote")).to_contain_text("Plainly said")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_a_narrow_page(browser: Browser, talk: Talk, language: str) -> None:
    size = {"width": 320, "height": 640}
    with talk.as_(browser, "member", language, viewport=size, color_scheme="dark") as page:
        _online(page)
        page.locator("[data-reply]").last.click()
        assert too_wide(page) == 0
        assert found_by_axe(page) == []


def test_reactions_go_both_ways_by_keyboard_and_are_taken_back(two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(member, supporter, "I slept five hours")
    theirs, mine = (_line(page, "I slept five hours") for page in (supporter, member))
    theirs.locator("summary").focus()
    supporter.keyboard.press("Enter")
    hope = theirs.get_by_role("button", name="Hope")
    hope.focus()
    supporter.keyboard.press("Enter")
    expect(hope).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    expect(hope).to_be_focused()
    theirs.get_by_role("button", name="With you").click()
    shown = "[data-reaction]:visible"
    for line, who in ((theirs, "You"), (mine, "Lamplighter")):
        expect(line.locator(shown)).to_have_text([f"{who}: With you", f"{who}: Hope"])
    expect(member.locator("#announcer")).to_contain_text("Lamplighter: With you")
    expect(mine.get_by_text("React")).to_have_count(0)
    hope.click()
    expect(hope).to_have_attribute("aria-pressed", "false", timeout=WAIT)
    expect(mine.locator(shown)).to_have_text(["Lamplighter: With you"])
    expect(member.locator("#announcer")).to_contain_text("Lamplighter took back: Hope")
    for page in two:
        page.reload()
        _online(page)
        expect(_line(page, "I slept five hours").locator(shown)).to_have_count(1)
    theirs.locator("summary").click()
    for page in two:
        assert found_by_axe(page) == []


def test_reactions_without_scripts(browser: Browser, talk: Talk, two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(member, supporter, "Tea is made")
    with talk.as_(browser, "supporter", java_script_enabled=False) as page:
        line = _line(page, "Tea is made")
        line.locator("summary").click()
        line.get_by_role("button", name="Thank you").click()
        expect(line.locator("[data-reaction]:visible")).to_have_text(["You: Thank you"])
        expect(_line(member, "Tea is made").locator("[data-reaction]:visible")).to_have_count(
            1, timeout=WAIT
        )
        line.locator("summary").click()
        line.get_by_role("button", name="Thank you").click()
        expect(line.locator("[data-reaction]:visible")).to_have_count(0)
