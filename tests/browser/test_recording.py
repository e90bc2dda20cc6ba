"""Recording one's voice: what is going on is always said, and nothing goes before "Send"."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.talking import WAIT, Talk, line_of, online
from tests.browser.test_pictures import PHONE
from tests.chromium import QUIET, SHELL

# A browser that hums by itself. Whether it may listen is asked of the page's policy all the same.
HUMS = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="module")
def humming(browser: Browser) -> Iterator[Browser]:
    running = browser.browser_type.launch(executable_path=SHELL, args=[*QUIET, *HUMS])
    yield running
    running.close()


def record(page: Page) -> None:
    page.get_by_text("Add an audio note").click()
    page.get_by_role("button", name="Record").click()
    expect(page.locator("[data-clock]")).to_have_text(
        re.compile(r"Recording 0:0[1-9]"), timeout=WAIT
    )


def test_recorded_listened_to_sent_and_heard(humming: Browser, talk: Talk) -> None:
    with (
        talk.as_(humming, "member", viewport=PHONE) as member,
        talk.as_(humming, "supporter", viewport=PHONE) as supporter,
    ):
        heard = [complaints(page) for page in (member, supporter)]
        gone: list[str] = []
        member.on("request", lambda request: gone.append(request.url))
        for page in (member, supporter):
            online(page)
        record(member)
        assert found_by_axe(member) == [] and too_wide(member) == 0
        member.locator("[data-composer] button[type=submit]").click()
        expect(member.locator("#composer-error")).to_contain_text("stop the recording first")
        member.get_by_role("button", name="Stop").click()
        expect(member.locator("[data-listen]")).to_be_visible(timeout=WAIT)
        expect(member.get_by_role("button", name="Throw it away")).to_be_focused()
        assert found_by_axe(member) == []
        assert [url for url in gone if url.endswith("/files/")] == []
        member.locator("#composer-text").fill("Hear this")
        member.locator("[data-composer] button[type=submit]").click()
        own = line_of(member, "Hear this")
        expect(own.locator("[data-state]")).to_have_text("Sent", timeout=WAIT)
        expect(own).to_contain_text(re.compile(r"An audio note, 0:0\d"))
        theirs = line_of(supporter, "Hear this").locator("audio")
        expect(theirs).to_be_visible(timeout=WAIT)
        seconds = theirs.evaluate(
            "player => new Promise((done, failed) => {"
            " player.onloadedmetadata = () => done(player.duration);"
            " player.onerror = () => failed(player.error.message); player.load();"
            " player.preload = 'metadata' })"
        )
        assert 0.5 < seconds < 20
        assert found_by_axe(supporter) == []
        assert heard == [[], []]


def test_thrown_away_nothing_of_it_is_left(humming: Browser, talk: Talk) -> None:
    with talk.as_(humming, "member") as page:
        online(page)
        record(page)
        page.get_by_role("button", name="Stop").click()
        page.get_by_role("button", name="Throw it away").click()
        expect(page.locator("[data-listen]")).to_be_hidden()
        expect(page.get_by_role("button", name="Record")).to_be_focused()
        assert page.locator("#composer-sound").evaluate("input => input.files.length") == 0


def test_without_a_microphone_it_says_so_and_a_file_can_be_chosen(
    humming: Browser, talk: Talk
) -> None:
    with talk.as_(humming, "member") as page:
        online(page)
        page.evaluate(
            "() => { navigator.mediaDevices.getUserMedia = async () => { throw Error() } }"
        )
        page.get_by_text("Add an audio note").click()
        page.get_by_role("button", name="Record").click()
        expect(page.locator("[data-no-microphone]")).to_be_visible(timeout=WAIT)
        expect(page.locator("#composer-sound")).to_be_visible()
