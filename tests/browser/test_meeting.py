"""A whole meeting in writing, on two phones side by side: opened, a round, hands, stepping out, the closing
round, the note. One of the two writes while the other presses."""

from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.looking import complaints, found_by_axe, opened, too_wide
from tests.browser.talking import WAIT, line_of, send
from tests.installation import Installation

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def gathered(place: Installation) -> tuple[Installation, dict[str, Any]]:
    """A group of two that meets in five minutes."""
    return place, place.people("a_group_that_meets")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def _turn(page: Page) -> Locator:
    return page.locator(".now-turn")


def _looked_at(*pages: Page) -> None:
    for page in pages:
        assert found_by_axe(page) == []
        assert too_wide(page) == 0


def test_a_whole_meeting_on_two_phones(
    browser: Browser, gathered: tuple[Installation, dict[str, Any]]
) -> None:
    site, people = gathered
    path = f"/meetings/{people['group']}/"
    with ExitStack() as stack:
        phone = {"viewport": PHONE, "reduced_motion": "reduce"}
        host, other = (
            stack.enter_context(
                opened(browser, site, people[who]["cookie"].partition("=")[2], **phone)
            )
            for who in ("host", "other")
        )
        frames: list[str] = []
        other.on(
            "websocket",
            lambda one: one.on("framereceived", lambda text: frames.append(str(text))),
        )
        wrong = [complaints(page) for page in (host, other)]
        for page in (host, other):
            page.goto(path)
        _press(host, "Open the meeting")
        expect(host.get_by_role("main")).to_contain_text("Step 1 of 4")
        other.goto(path)
        _press(other, "I am here")
        expect(host.locator("[data-part=order]")).to_contain_text("Last Stop", timeout=WAIT)
        expect(other.locator("[data-step]")).to_contain_text(":", timeout=WAIT)
        _looked_at(host, other)

        _a_round(host, other)
        _hands(host, other)
        _stepping_out(host, other, path)
        _closing(host, other)
        _looked_at(host, other)
        told = "".join(frames)
        assert frames
        for secret in (people["host"]["id"], people["host"]["name"], "Lantern", "half a night"):
            assert secret not in told
        for page in (host, other):
            assert people["host"]["name"] not in page.content()
        assert wrong == [[], []]


def _a_round(host: Page, other: Page) -> None:
    """What is being written stays while the turn moves on."""
    other.locator("#composer-text").fill("I slept half a night")
    _press(host, "Next step")
    expect(_turn(other)).to_have_text("Lantern Row has the turn.", timeout=WAIT)
    _press(host, "I am done")
    expect(_turn(other)).to_have_text("It is your turn.", timeout=WAIT)
    expect(other.locator("[data-announced]")).to_contain_text("It is your turn.")
    expect(other.locator("#composer-text")).to_have_value("I slept half a night")
    send(other, "I slept half a night")
    expect(line_of(host, "I slept half a night")).to_have_count(1, timeout=WAIT)
    _press(other, "I am done")
    expect(_turn(host)).to_have_text("Nobody has the turn.", timeout=WAIT)


def _hands(host: Page, other: Page) -> None:
    _press(host, "Next step")
    expect(other.get_by_role("button", name="Raise my hand")).to_be_visible(timeout=WAIT)
    other.get_by_role("button", name="Raise my hand").press("Enter")
    expect(other.get_by_role("button", name="I am done")).to_be_focused(timeout=WAIT)
    expect(_turn(host)).to_have_text("Last Stop has the turn.", timeout=WAIT)
    _press(host, "Raise my hand")
    expect(other.locator("[data-part=order]")).to_contain_text("Lantern Row", timeout=WAIT)
    _press(host, "Two more minutes")
    # By key: what stands above changes its height as it is fetched, and a click would miss.
    host.get_by_text("Between hosts").press("Enter")
    host.get_by_label("To the other hosts").fill("All well so far.")
    _press(host, "Send to the hosts")
    expect(host.locator("[data-part=host_words]")).to_contain_text("All well so far.")
    expect(other.get_by_role("main")).not_to_contain_text("All well so far.")


def _stepping_out(host: Page, other: Page, path: str) -> None:
    _press(other, "Step out, I need someone")
    expect(other.get_by_role("heading", name="You have stepped out")).to_be_visible()
    expect(other.get_by_role("main")).to_contain_text("We are asking for somebody")
    _looked_at(other)
    expect(host.locator("[data-part=order]")).to_contain_text(
        "Last Stop has stepped out, and somebody has been asked to be with them.", timeout=WAIT
    )
    expect(_turn(host)).to_have_text("It is your turn.", timeout=WAIT)
    _press(other, "I am back")
    expect(other).to_have_url(other.url.partition("#")[0])
    expect(host.locator("[data-part=order]")).not_to_contain_text("stepped out", timeout=WAIT)


def _closing(host: Page, other: Page) -> None:
    _press(host, "Next step")
    other.get_by_role("link", name="The two questions").click(timeout=WAIT)
    other.get_by_label("What do you take with you?").fill("Less alone.")
    other.get_by_label("4", exact=True).check()
    _looked_at(other)
    _press(other, "Save")
    expect(host.locator("[data-part=order]")).to_contain_text("Less alone.", timeout=WAIT)
    host.get_by_role("link", name="Close the meeting").click()
    _press(host, "Close the meeting")
    expect(host.get_by_role("main")).to_contain_text("2 people came")
    host.get_by_label("A word to the group").fill("Next time: naps.")
    _press(host, "It is right")
    expect(other.get_by_role("link", name="The last meeting")).to_be_visible(timeout=WAIT)
    other.get_by_role("link", name="The last meeting").click()
    for shown in ("1 stepped out for a while", "Next time: naps.", "Less alone."):
        expect(other.get_by_role("main")).to_contain_text(shown)


def test_without_scripts_it_is_posted_and_loaded_again(
    browser: Browser, gathered: tuple[Installation, dict[str, Any]]
) -> None:
    site, people = gathered
    cookie = people["host"]["cookie"].partition("=")[2]
    with opened(browser, site, cookie, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"/meetings/{people['group']}/")
        page.get_by_role("link", name="The last meeting").click()
        expect(page.get_by_role("main")).to_contain_text("2 people came")
