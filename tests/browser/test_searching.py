"""Searching one's conversations with a browser: by keyboard, to the message, and what Back shows."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.talking import WAIT, Talk


@pytest.fixture(scope="module", autouse=True)
def _said_long_ago(talk: Talk) -> None:
    by = (talk.people["conversation"], talk.people["member"]["id"])
    talk.site.people("say", *by, "The café by the harbour was closed")
    talk.site.people("say_many", *by, "40")


def test_from_home_to_the_message_and_back(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "supporter", viewport={"width": 320, "height": 640}) as page:
        heard = complaints(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto("/")
        box = page.get_by_label("Search in your conversations")
        box.fill("CAFE harbour")
        box.press("Enter")
        expect(page.get_by_role("heading", name="1 message")).to_be_visible()
        expect(page.locator("mark")).to_have_text(["café", "harbour"])
        assert too_wide(page) == 0
        assert found_by_axe(page) == []
        page.get_by_role("link", name="Night Ferry").press("Enter")
        found = page.locator("li:target")
        expect(found).to_contain_text("The café by the harbour was closed")
        expect(found).to_be_focused()
        expect(found).to_be_in_viewport()
        page.go_back()
        expect(page.get_by_label("Search in your conversations")).to_have_value("")
        assert [url for url in asked if "harbour" in url.lower()] == []
        assert heard == []


def test_in_the_talk_and_without_scripts(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "member", java_script_enabled=False) as page:
        page.get_by_role("link", name="Search", exact=True).click()
        page.get_by_label("Search in your conversation with").fill("harbour")
        page.get_by_role("button", name="Search").click()
        page.get_by_role("link", name="Lamplighter").click(timeout=WAIT)
        expect(page.locator("li:target")).to_contain_text("by the harbour")
        expect(page.get_by_role("link", name="To the newest messages")).to_be_visible()
