"""A self-run group, from the menu to its first meeting in writing: started by one, joined by another
without scripts, talked in live, left."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints, found_by_axe, opened, too_wide
from tests.browser.talking import WAIT, line_of, send
from tests.installation import Installation, installation

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def founded() -> Iterator[tuple[Installation, dict[str, Any]]]:
    """A programme with two people who have nothing to do with each other."""
    with installation(demo=False) as running:
        found = running.people("pair_and_askers", "1")
        yield running, {"host": found["member"], "other": found["askers"][0]}


def _cookie(person: dict[str, str]) -> str:
    return person["cookie"].partition("=")[2]


def _start(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation").get_by_role("link", name="Groups").click()
    page.get_by_role("link", name="Start a group").click()
    page.get_by_role("link", name="Check-in circle").click()
    page.get_by_label("What is it called?").fill("Awake at three")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("What is it called?")).to_have_value("Awake at three")
    page.get_by_label("What is it about, and for whom?").fill("For who cannot sleep.")
    page.get_by_label("Open: whoever").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A few words about you").fill("I lie awake and began this.")
    page.get_by_label("Your name in this group").fill("Lantern Row")
    page.get_by_role("button", name="Back to what it is").click()
    page.get_by_label("For how many people").fill("4")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_label("A few words about you")).to_have_value("I lie awake and began this.")
    page.get_by_role("button", name="Start the group").click()
    expect(page.get_by_role("heading", name="Awake at three")).to_be_visible()


def _join(page: Page) -> None:
    page.goto("/groups/")
    page.get_by_role("link", name="Awake at three").click()
    expect(page.get_by_role("main")).not_to_contain_text("Lantern Row")
    page.get_by_role("link", name="Come in").click()
    page.get_by_label("I accept these agreements").check()
    page.get_by_label("Your name in this group").fill("Last Stop")
    page.get_by_label("A few words about you").fill("I come home wide awake.")
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_role("main")).to_contain_text("Lantern Row")
    expect(page.get_by_role("main")).to_contain_text("I lie awake and began this.")


def _tonight() -> str:
    """In two hours, as the browser's field takes it; the people of these tests live by UTC."""
    return (datetime.now(UTC) + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")


def _heard(page: Page) -> list[str]:
    """Every frame that comes over the live connection, from now on."""
    frames: list[str] = []
    page.on("websocket", lambda one: one.on("framereceived", lambda text: frames.append(str(text))))
    return frames


def test_from_the_first_page_to_the_first_meeting(
    browser: Browser, founded: tuple[Installation, dict[str, Any]]
) -> None:
    site, people = founded
    with ExitStack() as stack:
        # Colours are asked for at the end, and a button that was just pressed is on its way to its own.
        still = {"reduced_motion": "reduce"}
        key = _cookie(people["host"])
        host = stack.enter_context(opened(browser, site, key, viewport=PHONE, **still))
        cookie = _cookie(people["other"])
        plain = stack.enter_context(opened(browser, site, cookie, java_script_enabled=False))
        other = stack.enter_context(opened(browser, site, cookie, **still))
        _start(host)
        _join(plain)
        wrong = [complaints(page) for page in (host, other)]

        frames = _heard(host)
        host.goto("/")
        host.goto("/groups/")
        host.get_by_role("link", name="Awake at three").click()
        expect(host.get_by_role("main")).to_contain_text("I come home wide awake.")
        host.get_by_role("link", name="Host this group").click()
        host.get_by_role("link", name="Set a meeting").click()
        host.get_by_label("When?").fill(_tonight())
        host.get_by_role("button", name="Save").click()
        expect(host.get_by_role("main")).to_contain_text("60 minutes, in writing")
        host.get_by_role("link", name="To the room").click()
        send(host, "Welcome. How are you tonight?")
        expect(line_of(host, "How are you tonight?")).to_have_count(1, timeout=WAIT)
        expect(host.locator("#composer-text")).to_have_value("")
        plain.goto(host.url.replace("/room/", "/").partition("#")[0])
        expect(plain.get_by_role("main")).to_contain_text("Next meeting")
        plain.goto(host.url)
        expect(line_of(plain, "How are you tonight?")).to_have_count(1)
        send(plain, "Awake, and less alone.")
        expect(line_of(plain, "Awake, and less alone.")).to_have_count(1)
        expect(line_of(host, "Awake, and less alone.")).to_contain_text("Last Stop", timeout=WAIT)
        other.goto(host.url)
        send(host, "One word each to close?")
        expect(line_of(other, "One word each to close?")).to_have_count(1, timeout=WAIT)
        for page in (host, other):
            assert found_by_axe(page) == []
            assert too_wide(page) == 0
        assert frames
        told = "".join(frames) + host.content()
        for secret in (people["other"]["id"], people["other"]["name"], "less alone"):
            assert (secret in told) is (secret == "less alone")
        assert "less alone" not in "".join(frames)
        assert wrong == [[], []]


def test_who_is_out_is_out_on_an_open_page_too(
    browser: Browser, founded: tuple[Installation, dict[str, Any]]
) -> None:
    site, people = founded
    with ExitStack() as stack:
        host = stack.enter_context(opened(browser, site, _cookie(people["host"])))
        other = stack.enter_context(opened(browser, site, _cookie(people["other"])))
        other.goto("/groups/")
        other.get_by_role("link", name="Awake at three").click()
        room = other.url
        other.get_by_role("link", name="To the room").click()
        expect(line_of(other, "One word each to close?")).to_have_count(1)
        host.goto(f"{room}host/")
        host.get_by_role("link", name="Ask to go").click()
        host.get_by_label("What you write to them").fill("It got too loud for us.")
        host.get_by_role("button", name="Ask them to go").click()
        expect(host.get_by_role("main")).to_contain_text("They are not in the group any more")
        expect(other.get_by_role("log")).to_have_count(0, timeout=WAIT)
        other.goto("/groups/")
        expect(other.get_by_role("main")).to_contain_text("It got too loud for us.")
        other.get_by_role("button", name="I have read it").click()
        expect(other.get_by_role("main")).not_to_contain_text("It got too loud for us.")
        expect(other.get_by_role("link", name=re.compile("Awake at three"))).to_have_count(0)
