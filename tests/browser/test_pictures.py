"""Pictures in a talk: sent with and without script, hidden until somebody wants to look, and nothing lost."""

import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from hearten.attachments.rules import UPLOAD_MOST
from hearten.attachments.tests import made
from tests.browser.looking import complaints, found_by_axe, too_wide
from tests.browser.talking import WAIT, Talk, line_of, online

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: Any) -> Path:
    file: Path = tmp_path_factory.mktemp("pictures") / "Anna at the lake.jpg"
    file.write_bytes(made.photograph())
    return file


def choose(page: Page, file: Path, words: str = "") -> None:
    if not page.locator("#composer-picture").is_visible():
        page.get_by_text("Add a picture").click()
    page.locator("#composer-picture").set_input_files(file)
    page.locator("#composer-words").fill(words)


def send(page: Page, text: str) -> None:
    page.locator("#composer-text").fill(text)
    page.locator("[data-composer] button[type=submit]").click()


def loaded(image: Any) -> bool:
    return bool(image.evaluate("image => image.complete && image.naturalWidth > 0"))


def test_a_picture_goes_live_and_stays_hidden_until_the_other_wants_to_see_it(
    browser: Browser, talk: Talk, photograph: Path
) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(talk.as_(browser, "member", viewport=PHONE))
        supporter = stack.enter_context(talk.as_(browser, "supporter", viewport=PHONE))
        asked: list[str] = []
        supporter.on("request", lambda request: asked.append(request.url))
        heard = [complaints(page) for page in (member, supporter)]
        for page in (member, supporter):
            online(page)
        choose(member, photograph, "A lake in the evening")
        expect(member.locator("[data-preview] canvas")).to_be_visible(timeout=WAIT)
        assert found_by_axe(member) == [] and too_wide(member) == 0
        send(member, "My dog says hello")
        own = line_of(member, "My dog says hello")
        expect(own.locator("[data-state]")).to_have_text("Sent", timeout=WAIT)
        expect(own.locator("img")).to_be_visible()
        expect(member.locator("[data-preview] canvas")).to_have_count(0)
        theirs = line_of(supporter, "My dog says hello")
        expect(theirs.locator("summary", has_text="A lake in the evening")).to_be_visible(
            timeout=WAIT
        )
        expect(theirs.locator("img")).to_be_hidden()
        assert [url for url in asked if "/files/" in url] == []
        assert found_by_axe(supporter) == []
        theirs.get_by_text("Show it").click()
        image = theirs.locator("img")
        expect(image).to_have_attribute("alt", "A lake in the evening")
        expect(image).to_be_visible()
        supporter.wait_for_function("image => image.naturalWidth > 0", arg=image.element_handle())
        assert found_by_axe(supporter) == [] and too_wide(supporter) == 0
        image.click()
        expect(supporter.get_by_role("heading", name="A picture")).to_be_visible()
        assert "Messages" in supporter.title()
        assert found_by_axe(supporter) == [] and too_wide(supporter) == 0
        supporter.get_by_role("button", name="Show them at once").click()
        shown = line_of(supporter, "My dog says hello").locator("img")
        expect(shown).to_be_visible()
        supporter.get_by_text("Your boundaries, and ways out").click()
        supporter.get_by_role("button", name="Ask me each time").click()
        expect(line_of(supporter, "My dog says hello").locator("img")).to_be_hidden()
        assert heard == [[], []]


def test_a_picture_alone_goes_without_script_and_without_words(
    browser: Browser, talk: Talk, photograph: Path
) -> None:
    with talk.as_(browser, "member", java_script_enabled=False) as page:
        before = page.locator("[data-attachment] img").count()
        page.get_by_text("Add a picture").click()
        choose(page, photograph)
        send(page, "")
        assert page.locator("[data-attachment] img").count() == before + 1
        line = page.get_by_role("log").get_by_role("listitem").last
        expect(line.locator("img")).to_be_visible()
        expect(line.locator("img")).to_have_attribute("alt", "A picture without a description")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_no_picture_is_said_and_the_words_stay(
    browser: Browser, talk: Talk, tmp_path: Path, scripts: bool
) -> None:
    file = tmp_path / "holiday.jpg"
    file.write_bytes(b"<svg onload=alert(1)>")
    with talk.as_(browser, "member", java_script_enabled=scripts) as page:
        if scripts:
            online(page)
        choose(page, file, "What it is")
        send(page, "My words")
        expect(page.get_by_text("This is not a picture that can be sent").first).to_be_visible(
            timeout=WAIT
        )
        assert page.locator("#composer-text").input_value() == "My words"
        assert page.locator("#composer-words").input_value() == "What it is"
        if scripts:
            assert found_by_axe(page) == []
        page.locator("#composer-text").fill("")


def test_one_that_is_too_large_is_said_before_anything_is_sent(
    browser: Browser, talk: Talk, tmp_path: Path
) -> None:
    file = tmp_path / "large.jpg"
    file.write_bytes(b"\xff\xd8\xff" + b"x" * UPLOAD_MOST)
    with talk.as_(browser, "member") as page:
        online(page)
        page.get_by_text("Add a picture").click()
        page.locator("#composer-picture").set_input_files(file)
        expect(page.locator("#composer-error")).to_contain_text("larger than 10 MB", timeout=WAIT)


def test_a_picture_that_cannot_go_waits_and_goes_once_there_is_a_connection(
    browser: Browser, talk: Talk, photograph: Path
) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        refused = re.compile("/files/$")
        page.route(refused, lambda route: route.abort())
        choose(page, photograph, "Waits")
        send(page, "It has to wait")
        state = line_of(page, "It has to wait").locator("[data-state]")
        expect(state).to_have_text("Not sent yet. It waits here and we try again.", timeout=WAIT)
        page.unroute(refused)
        expect(state).to_have_text("Sent", timeout=WAIT)
        expect(line_of(page, "It has to wait").locator("img")).to_be_visible()
        page.reload()
        assert line_of(page, "It has to wait").count() == 1
        expect(line_of(page, "It has to wait").locator("img")).to_be_visible()


def test_after_a_reload_the_words_are_there_and_what_happened_to_the_picture_is_said(
    browser: Browser, talk: Talk, photograph: Path
) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        page.route(re.compile("/files/$"), lambda route: route.abort())
        choose(page, photograph, "Lost")
        send(page, "Do not lose me")
        expect(line_of(page, "Do not lose me")).to_be_visible()
        page.reload()
        online(page)
        expect(page.locator("#composer-error")).to_contain_text(
            "choose or record it again", timeout=WAIT
        )
        assert page.locator("#composer-text").input_value() == "Do not lose me"
        page.locator("#composer-text").fill("")


def test_a_large_one_is_made_smaller_before_it_leaves_the_phone(
    browser: Browser, talk: Talk, tmp_path: Path
) -> None:
    file = tmp_path / "large.png"
    file.write_bytes(made.saved(made.noise(2600, 1800), "PNG"))
    assert file.stat().st_size > 5_000_000
    with talk.as_(browser, "member") as page:
        online(page)
        choose(page, file, "Grain")
        with page.expect_request(re.compile("/files/$")) as request:
            send(page, "A large one")
        assert len(request.value.post_data_buffer or b"") < 3_000_000
        expect(line_of(page, "A large one").locator("[data-state]")).to_have_text(
            "Sent", timeout=WAIT
        )
        image = line_of(page, "A large one").locator("img")
        assert image.get_attribute("width") == "2048"
