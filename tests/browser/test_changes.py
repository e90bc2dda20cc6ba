"""Answering, reacting, changing and deleting in a talk, by two people in two browsers."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.talking import WAIT, Talk, line_of, online, send


@pytest.fixture
def two(browser: Browser, talk: Talk) -> Iterator[tuple[Page, Page]]:
    """The member and the supporter, each at their own talk, and nothing to complain of."""
    with ExitStack() as stack:
        pages = [stack.enter_context(talk.as_(browser, who)) for who in ("member", "supporter")]
        for page in pages:
            online(page)
        heard = [complaints(page) for page in pages]
        yield pages[0], pages[1]
        assert heard == [[], []]


def _said(page: Page, other: Page, words: str) -> None:
    """One message, stored and on both pages."""
    send(page, words)
    for one in (page, other):
        expect(line_of(one, words)).to_have_attribute("data-seq", re.compile(r"\d+"), timeout=WAIT)


def test_an_answer_shows_what_it_is_about_on_both_pages_and_after_a_reload(
    talk: Talk, two: tuple[Page, Page]
) -> None:
    member, supporter = two
    _said(member, supporter, "The kettle or the pan?")
    reply = line_of(supporter, "The kettle").get_by_role("link", name="Reply to this message")
    reply.focus()
    supporter.keyboard.press("Enter")  # by keyboard, without loading the page
    expect(supporter.locator("#composer-text")).to_be_focused()
    expect(supporter.locator("[data-answering]")).to_contain_text("The kettle or the pan?")
    expect(supporter.locator("#announcer")).to_contain_text("You are answering: ")
    supporter.keyboard.type("The kettle first")
    supporter.keyboard.press("Enter")
    expect(supporter.locator("[data-answering]")).to_be_hidden()
    for page, who in ((member, "You"), (supporter, talk.name_of("member"))):
        line = line_of(page, "The kettle first")
        expect(line.locator(".quote")).to_have_text(f"In answer to {who}: The kettle or the pan?")
        page.reload()
        online(page)
        expect(line.locator(".quote")).to_have_text(f"In answer to {who}: The kettle or the pan?")
        assert found_by_axe(page) == []
    line.locator(".quote").click()
    expect(line_of(supporter, "The kettle or the pan?").first).to_be_in_viewport()


def test_one_can_decide_not_to_answer_it(two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(supporter, member, "No need to answer")
    line_of(member, "No need to answer").get_by_role("link", name="Reply").click()
    member.get_by_role("link", name="Do not answer this").click()
    expect(member.locator("[data-answering]")).to_be_hidden()
    expect(member.locator("#composer-text")).to_be_focused()
    _said(member, supporter, "Something else")
    for page in two:
        expect(line_of(page, "Something else").locator(".quote")).to_be_hidden()


def test_an_answer_without_scripts(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "member", java_script_enabled=False) as page:
        send(page, "Plainly said")
        line_of(page, "Plainly said").get_by_role("link", name="Reply").click()
        expect(page.locator("[data-answering]")).to_contain_text("Plainly said")
        send(page, "Plainly answered")
        expect(line_of(page, "Plainly answered").locator(".quote")).to_contain_text("Plainly said")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_fits_a_narrow_page(browser: Browser, talk: Talk, language: str) -> None:
    size = {"width": 320, "height": 640}
    with talk.as_(browser, "member", language, viewport=size, color_scheme="dark") as page:
        online(page)
        send(page, "Narrow words")
        expect(line_of(page, "Narrow words").last.locator("[data-delete]")).to_be_visible(
            timeout=WAIT
        )
        page.locator("[data-reply]").last.click()
        assert too_wide(page) == 0
        assert found_by_axe(page) == []


def test_reactions_go_both_ways_by_keyboard_and_are_taken_back(
    talk: Talk, two: tuple[Page, Page]
) -> None:
    member, supporter = two
    name = talk.name_of("supporter")
    _said(member, supporter, "I slept five hours")
    theirs, mine = (line_of(page, "I slept five hours") for page in (supporter, member))
    link = theirs.get_by_role("link", name="React to this message")
    link.focus()
    supporter.keyboard.press("Enter")
    expect(theirs.get_by_role("button", name="With you")).to_be_focused()
    hope = theirs.get_by_role("button", name="Hope")
    hope.focus()
    supporter.keyboard.press("Enter")
    expect(hope).to_have_attribute("aria-pressed", "true", timeout=WAIT)
    expect(hope).to_be_focused()
    theirs.get_by_role("button", name="With you").click()
    shown = "[data-reaction]:visible"
    for line, who in ((theirs, "You"), (mine, name)):
        expect(line.locator(shown)).to_have_text([f"{who}: With you", f"{who}: Hope"])
    expect(member.locator("#announcer")).to_contain_text(f"{name}: With you")
    expect(mine.get_by_text("React")).to_have_count(0)
    expect(supporter.locator("[data-reacting]")).to_have_count(1)
    hope.click()
    expect(hope).to_have_attribute("aria-pressed", "false", timeout=WAIT)
    expect(mine.locator(shown)).to_have_text([f"{name}: With you"])
    expect(member.locator("#announcer")).to_contain_text(f"{name} took back: Hope")
    supporter.keyboard.press("Escape")
    expect(link).to_be_focused()
    expect(supporter.locator("[data-reacting]")).to_have_count(0)
    for page in two:
        page.reload()
        online(page)
        expect(line_of(page, "I slept five hours").locator(shown)).to_have_count(1)
    link.click()
    pressed = {
        name: theirs.get_by_role("button", name=name).get_attribute("aria-pressed")
        for name in ("With you", "Hope")
    }
    assert pressed == {"With you": "true", "Hope": "false"}
    for page in two:
        assert found_by_axe(page) == []


def test_what_is_pressed_in_a_talk_is_large_enough_for_a_finger(two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(member, supporter, "Small things")
    line = line_of(supporter, "Small things")
    line.get_by_role("link", name="React").click()
    for button in line.get_by_role("button").all():
        assert (box := button.bounding_box()) is not None
        assert min(box["width"], box["height"]) >= 44
    for link in line.get_by_role("link").all():
        reached = link.evaluate(
            """link => {
                const { left, top, width, height } = link.getBoundingClientRect();
                const [x, y] = [left + width / 2, top + height / 2];
                return [[x, y - 21], [x, y + 21], [x - 21, y], [x + 21, y]].map(
                    ([x, y]) => document.elementFromPoint(x, y)?.closest("a") === link);
            }"""
        )
        assert reached == [True] * 4, link.inner_text()


def test_reactions_without_scripts(browser: Browser, talk: Talk, two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(member, supporter, "Tea is made")
    with talk.as_(browser, "supporter", java_script_enabled=False) as page:
        line = line_of(page, "Tea is made")
        line.get_by_role("link", name="React to this message").click()
        page.get_by_role("button", name="Thank you").click()
        expect(line.locator("[data-reaction]:visible")).to_have_text(["You: Thank you"])
        expect(line_of(member, "Tea is made").locator("[data-reaction]:visible")).to_have_count(
            1, timeout=WAIT
        )
        line.get_by_role("link", name="React to this message").click()
        page.get_by_role("button", name="Thank you", pressed=True).click()
        expect(line.locator("[data-reaction]:visible")).to_have_count(0)


def test_a_changed_message_changes_on_both_pages_and_in_every_quote(
    talk: Talk, two: tuple[Page, Page]
) -> None:
    member, supporter = two
    _said(member, supporter, "Thrusday at four")
    line_of(supporter, "Thrusday").get_by_role("link", name="Reply").click()
    _said(supporter, member, "Yes to that")
    line_of(member, "Thrusday").first.get_by_role("link", name="Change this message").click()
    assert found_by_axe(member) == []
    box = member.get_by_label("Your message")
    expect(box).to_have_value("Thrusday at four")
    box.fill("Thursday at four")
    member.get_by_role("button", name="Save the new words").click()
    for page in two:
        line = line_of(page, "Thursday at four").first
        expect(line).to_contain_text("Changed", timeout=WAIT)
        expect(line_of(page, "Yes to that").locator(".quote")).to_contain_text("Thursday at four")
        expect(page.get_by_text("Thrusday")).to_have_count(0)
    expect(supporter.locator("#announcer")).to_contain_text(
        f"{talk.name_of('member')} changed a message: Thursday at four"
    )


def test_a_deleted_message_is_gone_from_both_pages_and_can_still_be_reported(
    talk: Talk, two: tuple[Page, Page]
) -> None:
    member, supporter = two
    _said(member, supporter, "I should not have said this")
    line_of(supporter, "I should not").get_by_role("link", name="Reply").click()
    _said(supporter, member, "I heard you")
    seq = line_of(member, "I should not").first.get_attribute("data-seq")
    line_of(member, "I should not").first.get_by_role("link", name="Delete this message").focus()
    member.keyboard.press("Enter")
    expect(member.get_by_text("They stay locked away until the day below")).to_be_visible()
    assert found_by_axe(member) == []
    member.get_by_role("button", name="Delete it").click()
    for page in two:
        gone = page.locator(f"#m{seq}")
        expect(gone).to_contain_text("This message was deleted.", timeout=WAIT)
        expect(page.get_by_text("I should not have said this")).to_have_count(0)
        expect(line_of(page, "I heard you").locator(".quote")).to_contain_text("was deleted")
        expect(gone.get_by_role("link", name=re.compile("Reply|Change|Delete"))).to_have_count(0)
    expect(supporter.locator("#announcer")).to_contain_text(
        f"{talk.name_of('member')} deleted a message."
    )
    for page in two:
        page.reload()
        online(page)
        expect(page.get_by_text("I should not have said this")).to_have_count(0)
        assert found_by_axe(page) == []
    supporter.locator(f"#m{seq}").get_by_role("link", name="Report this message").click()
    expect(supporter.get_by_text("What it said before is kept, locked away")).to_be_visible()


def test_a_page_that_was_away_is_not_given_what_was_taken_back_meanwhile(
    browser: Browser, talk: Talk, two: tuple[Page, Page]
) -> None:
    member, supporter = two
    with talk.as_(browser, "supporter") as late:
        online(late)
        late.context.set_offline(True)
        _said(member, supporter, "Said while you were away")
        line_of(member, "Said while").get_by_role("link", name="Delete").click()
        member.get_by_role("button", name="Delete it").click()
        _said(member, supporter, "Said after it")
        late.context.set_offline(False)
        expect(line_of(late, "Said after it")).to_be_visible(timeout=4 * WAIT)
        assert "Said while you were away" not in late.content()


def _show_reading(page: Page, *, on: bool) -> None:
    """In the settings; then back to the talk."""
    talk = page.url.partition("#")[0]
    page.goto("/me/account/")
    page.get_by_role("link", name="In your conversations").click()
    page.get_by_label("Show how far I have read").set_checked(on)
    page.get_by_role("button", name="Save").click()
    assert found_by_axe(page) == []
    page.goto(talk)
    online(page)


def test_how_far_the_other_has_read_is_shown_when_both_want_it(two: tuple[Page, Page]) -> None:
    member, supporter = two
    _said(member, supporter, "Before anybody chose")
    expect(line_of(member, "Before anybody").locator("[data-state]")).to_have_text("Sent")
    _show_reading(member, on=True)
    _show_reading(supporter, on=True)
    _said(member, supporter, "Do you see this")
    state = line_of(member, "Do you see this").locator("[data-state]")
    expect(state).to_have_text("Read", timeout=WAIT)
    expect(line_of(member, "Before anybody").locator("[data-state]")).to_have_text("Sent")
    member.reload()
    expect(state).to_have_text("Read")
    online(member)
    _show_reading(supporter, on=False)
    expect(state).to_have_text("Sent", timeout=WAIT)
