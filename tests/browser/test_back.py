"""Back after a form, and a form sent too late: no page of the browser's own, and no word lost."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import opened
from tests.installation import Installation

WORDS = "The kettle,\nat four <in the morning>."


def test_back_to_a_form_that_had_an_error(browser: Browser, place: Installation) -> None:
    with opened(browser, place, "") as page:
        page.goto("/sign-in/?next=/leaving/")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_text("Please type the name you chose.").first).to_be_visible()
        page.get_by_role("link", name="I can’t get in").click()
        expect(page).to_have_url(f"{place.address}/recover/")
        page.go_back()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_words_sent_too_late_can_be_copied(browser: Browser, place: Installation) -> None:
    people = place.people("pair_and_askers", "1")
    cookie = people["member"]["cookie"].partition("=")[2]
    with opened(browser, place, cookie) as page:
        form = f"/talk/{people['conversation']}/end/"
        page.goto(form)
        page.get_by_role("textbox").first.fill(WORDS)
        _end_session(page)
        page.get_by_role("main").get_by_role("button").last.click()
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
        expect(page.get_by_label("Your words")).to_have_value(WORDS)
        page.get_by_role("main").get_by_role("link", name="Sign in").click()
        expect(page).to_have_url(f"{place.address}/sign-in/?next={form.replace('/', '%2F')}")


def _end_session(page: Page) -> None:
    page.context.clear_cookies(name="session")
