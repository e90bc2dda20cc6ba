"""Asking everybody and voting: by keyboard, without scripts, on a small phone."""

from playwright.sync_api import Browser, expect

from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.talking import WAIT, Talk

SMALL = {"width": 320, "height": 640}


def test_asked_without_scripts_and_voted_by_keyboard(browser: Browser, talk: Talk) -> None:
    begun = talk.site.people("begin_thread", talk.people["member"]["id"])
    place = f"/community/threads/{begun['thread']}/"
    with talk.as_(browser, "member", java_script_enabled=False, viewport=SMALL) as page:
        page.goto(place)
        page.get_by_role("link", name="Ask everybody to choose").press("Enter")
        page.get_by_label("Your question").fill("What do you drink at night?")
        page.get_by_label("Answers to choose from").fill("Camomile\nWarm milk")
        page.get_by_role("button", name="Ask").press("Enter")
        expect(page.get_by_role("heading", name="What do you drink at night?")).to_be_visible()
        page.get_by_label("Warm milk").press("Space")
        page.get_by_role("button", name="Vote").press("Enter")
        expect(page.get_by_text("Your vote counts.")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("your choice")).to_be_visible()
    with talk.as_(browser, "supporter", viewport=SMALL) as page:
        heard = complaints(page)
        page.goto(place)
        page.get_by_role("link", name="Vote").press("Enter")
        page.get_by_label("Camomile").press("Space")
        assert found_by_axe(page) == []
        assert too_wide(page) == 0
        page.get_by_label("Camomile").press("Enter")
        expect(page.get_by_text("Your vote counts.")).to_be_visible(timeout=WAIT)
        assert found_by_axe(page) == []
        assert too_wide(page) == 0
        assert heard == []
