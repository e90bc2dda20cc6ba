"""A public space, as somebody without an account reads it and somebody with one writes in it."""

from playwright.sync_api import Browser, expect

from tests.browser.looking import Screen, opened
from tests.installation import Installation


def _of(screens: list[Screen], name: str) -> Screen:
    return next(one for one in screens if one["name"] == name)


def test_anybody_reads_it_without_scripts_and_opens_what_is_covered(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    with opened(browser, site, java_script_enabled=False) as page:
        page.goto(_of(screens, "outside")["path"])
        page.get_by_role("link", name="First weeks").click()
        page.get_by_role("link", name="What I wish somebody had told me").click()
        words = page.get_by_text("My way there was long.")
        expect(words).to_be_hidden()
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(words).to_be_visible()
        assert page.locator("main form").count() == 0
        expect(page.get_by_role("link", name="Crisis help").first).to_be_visible()


def test_whoever_writes_there_first_is_asked_and_keeps_their_words(
    browser: Browser, site: Installation, screens: list[Screen]
) -> None:
    asked = _of(screens, "outside-asked")
    with opened(browser, site, asked["cookie"], java_script_enabled=False) as page:
        page.goto(asked["path"])
        page.get_by_label("Your words").fill("I took the night bus.")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_label("Your words")).to_have_value("I took the night bus.")
        page.get_by_label("I know that everybody on the internet can read this").check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("I took the night bus.")).to_be_visible()
        expect(page.get_by_label("I know that everybody")).to_have_count(0)
