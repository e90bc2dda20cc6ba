"""Words not sent yet: kept for who wrote them, in their tab, and gone when they or others sign in or out."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.talking import WAIT, Talk, line_of, online

WORDS = "I never told anybody this"
KEPT = "() => JSON.stringify(sessionStorage)"


def _write(page: Page) -> None:
    """A draft in the box, and a message that was not taken."""
    online(page)
    page.locator("#composer-text").fill(WORDS)
    page.evaluate(
        """(text) => {
            const { you, topic } = document.querySelector("[data-chat]").dataset;
            const one = { id: "11111111-1111-4111-8111-111111111111", text, failed: true };
            sessionStorage.setItem(`${you} ${topic} outbox`, JSON.stringify([one]));
        }""",
        WORDS,
    )
    assert page.evaluate(KEPT).count(WORDS) == 2


def test_a_draft_is_there_after_a_reload(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        page.locator("#composer-text").fill(WORDS)
        page.reload()
        expect(page.locator("#composer-text")).to_have_value(WORDS, timeout=WAIT)


def test_signing_out_takes_them_away(browser: Browser, talk: Talk) -> None:
    with talk.as_(browser, "member") as page:
        # As over plain http, where no browser clears anything when asked.
        page.route(
            "**/sign-out/",
            lambda route: route.fulfill(status=302, headers={"Location": "/"}),
        )
        online(page)
        page.locator("#composer-text").fill(WORDS)
        page.goto("/me/account/")
        assert WORDS in page.evaluate(KEPT)
        page.get_by_role("button", name="Sign out").first.click()
        page.wait_for_url("**/")
        assert page.evaluate(KEPT) == "{}"


def test_who_signs_in_next_in_the_same_tab_never_has_them(browser: Browser, talk: Talk) -> None:
    device = talk.site.people("another_device", talk.people["supporter"]["id"])
    with talk.as_(browser, "member") as page:
        _write(page)
        # The first one's session ran out: nobody signed out.
        page.context.add_cookies(
            [
                {
                    "name": "session",
                    "value": device["cookie"].partition("=")[2],
                    "url": talk.site.address,
                }
            ]
        )
        page.goto(talk.path)
        online(page)
        expect(page.locator("#composer-text")).to_have_value("")
        assert WORDS not in page.evaluate(KEPT)
        assert WORDS not in page.content()
        expect(line_of(page, WORDS)).to_have_count(0)
