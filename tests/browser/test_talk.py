"""The talk on a bad day: words that cannot go, times, no network, signed out elsewhere, an ending.

One conversation for all of it, in this order: what is said stays, and the last test ends it.
"""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.browser.looking import complaints, found_by_axe
from tests.browser.talking import WAIT, Talk, line_of, online, send

UNTAKEN = [
    "",
    " \n ",
    "\u200b\u2060",
    "x" * 10_001,
    "abc\u202edef",
    "bell\x07",
    "e" + "\u0301" * 12,
]


def test_words_of_danger_bring_numbers_to_the_writer_and_guidance_to_the_supporter(
    browser: Browser, talk: Talk
) -> None:
    with ExitStack() as stack:
        keyboard_open = {"width": 360, "height": 480}
        member = stack.enter_context(talk.as_(browser, "member", viewport=keyboard_open))
        supporter = stack.enter_context(talk.as_(browser, "supporter"))
        online(member)
        online(supporter)
        heard = [complaints(page) for page in (member, supporter)]
        send(member, "I have the pills here and I am going to kill myself tonight")
        expect(member.locator("#care")).to_be_visible(timeout=WAIT)
        expect(supporter.locator("#guidance")).to_be_visible(timeout=WAIT)
        expect(member.locator(".care a.call").first).to_be_in_viewport(ratio=1)
        member.reload()
        expect(member.locator(".care a.call").first).to_be_in_viewport(ratio=1)
        expect(member.locator("#guidance")).to_have_count(0)
        expect(supporter.locator("#care")).to_have_count(0)
        for page in (member, supporter):
            assert found_by_axe(page) == []
        member.get_by_role("button", name="Close this").click()
        expect(member.locator("#care")).to_have_count(0)
        assert heard == [[], []]


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_cannot_go_is_answered_in_the_same_words_with_and_without_script(
    browser: Browser, talk: Talk, language: str
) -> None:
    with ExitStack() as stack:
        live = stack.enter_context(talk.as_(browser, "member", language))
        plain = stack.enter_context(
            talk.as_(browser, "member", language, java_script_enabled=False)
        )
        online(live)
        for text in UNTAKEN:
            send(plain, text)
            said = plain.locator("#composer-error").inner_text().strip()
            assert said
            send(live, text)
            expect(live.locator("#composer-error")).to_have_text(said, timeout=WAIT)
            box = live.locator("#composer-text")
            expect(box).to_have_attribute("aria-invalid", "true")
            expect(box).to_have_attribute("aria-describedby", "composer-error")
            expect(box).to_be_focused()
            assert box.input_value().strip() == text.strip()
            expect(live.locator("#announcer")).to_contain_text(said)
        expect(
            live.get_by_role("log").get_by_role("listitem").filter(has_text="abc")
        ).to_have_count(0)
        assert found_by_axe(live) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_times_have_one_form_live_and_loaded(browser: Browser, talk: Talk, language: str) -> None:
    words = f"What time is it {language}"
    with talk.as_(browser, "member", language, timezone_id="Asia/Tokyo") as page:
        online(page)
        send(page, words)
        expect(line_of(page, words)).to_have_attribute("data-seq", re.compile(r"\d+"), timeout=WAIT)
        shown = ".talk-day, .talk-note > time"
        live = page.locator(shown).all_inner_texts()
        when = line_of(page, words).locator("time").get_attribute("datetime")
        page.reload()
        online(page)
        assert page.locator(shown).all_inner_texts() == live
        assert len(live) >= 2
        # The reader's zone is the account's (UTC), not the device's.
        assert when is not None
        assert re.sub(r"\D", "", live[-1])[-2:] == when[14:16]
        assert int(re.sub(r"\D", "", live[-1])[:-2]) % 12 == int(when[11:13]) % 12
        page.goto(f"{talk.path}?before=999999")
        assert page.locator(shown).all_inner_texts() == live


def test_nothing_is_said_of_the_other_while_the_connection_is_lost(
    browser: Browser, talk: Talk
) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(talk.as_(browser, "member"))
        supporter = stack.enter_context(talk.as_(browser, "supporter"))
        sockets: list[WebSocketRoute] = []

        def cut_later(socket: WebSocketRoute) -> None:
            if sockets:
                socket.close()
            else:
                socket.connect_to_server()
                sockets.append(socket)

        member.route_web_socket("**/live", cut_later)
        member.reload()
        online(member)
        online(supporter)
        supporter.locator("#composer-text").press_sequentially("I")
        expect(member.locator("[data-typing]")).not_to_be_empty(timeout=WAIT)
        sockets[0].close()
        expect(member.locator("[data-status]")).to_contain_text("is lost", timeout=WAIT)
        texts = member.locator("[data-typing], [data-presence]").all_inner_texts()
        assert texts == ["", ""]


def test_what_is_said_beside_the_box_goes_with_the_words_it_was_said_of(
    browser: Browser, talk: Talk
) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        send(page, "  ")
        expect(page.locator("#composer-error")).to_be_visible()
        page.locator("#composer-text").fill("x" * 9_990)
        expect(page.locator("#composer-error")).to_have_count(0)
        expect(page.locator("#composer-text")).not_to_have_attribute("aria-invalid", "true")
        expect(page.locator(".room")).to_contain_text("10")
        page.locator("#composer-text").fill("")
        expect(page.locator(".room")).to_have_count(0)


def test_what_is_written_without_a_network_goes_when_it_is_back(
    browser: Browser, talk: Talk
) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(talk.as_(browser, "member"))
        supporter = stack.enter_context(talk.as_(browser, "supporter"))
        online(member)
        member.context.set_offline(True)
        send(member, "Said in a tunnel")
        expect(line_of(member, "Said in a tunnel")).to_contain_text("Not sent yet", timeout=WAIT)
        expect(member.locator("[data-status]")).to_contain_text("The connection is lost")
        member.context.set_offline(False)
        expect(line_of(supporter, "Said in a tunnel")).to_have_count(1, timeout=WAIT)
        expect(line_of(member, "Said in a tunnel")).to_contain_text("Sent", timeout=WAIT)
        expect(line_of(member, "Said in a tunnel")).to_have_count(1)


def test_what_failed_is_kept_over_a_reload_and_goes_only_when_asked(
    browser: Browser, talk: Talk
) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        page.evaluate(
            """() => {
                const { you, topic } = document.querySelector("[data-chat]").dataset;
                const one = { id: "11111111-1111-4111-8111-111111111111", text: "Hard to say", failed: true };
                sessionStorage.setItem(`${you} ${topic} outbox`, JSON.stringify([one]));
            }"""
        )
        for _again in range(2):
            page.reload()
            online(page)
            expect(line_of(page, "Hard to say")).to_contain_text("Not sent.")
        line_of(page, "Hard to say").get_by_role("button").click()
        expect(line_of(page, "Hard to say")).to_have_attribute("data-seq", re.compile(r"\d+"))
        page.reload()
        expect(line_of(page, "Hard to say")).to_have_count(1)


def test_signed_out_elsewhere_nothing_is_promised_and_no_word_is_lost(
    browser: Browser, talk: Talk
) -> None:
    with talk.as_(browser, "member") as page:
        online(page)
        other_tab = page.context.new_page()
        other_tab.goto("/me/account/")
        other_tab.get_by_role("button", name="Sign out").first.click()
        expect(page.locator("[data-status]")).to_contain_text("You are signed out", timeout=WAIT)
        send(page, "Still here")
        expect(page.locator("#composer-error")).to_contain_text("You are signed out")
        expect(page.locator("#composer-text")).to_have_value("Still here")
        expect(line_of(page, "Still here")).to_have_count(0)


def test_after_the_ending_what_was_not_sent_can_still_be_read(browser: Browser, talk: Talk) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(talk.as_(browser, "member"))
        supporter = stack.enter_context(talk.as_(browser, "supporter"))
        heard = complaints(member)
        frames: list[str] = []
        member.on(
            "websocket",
            lambda socket: socket.on("framereceived", lambda text: frames.append(str(text))),
        )
        member.reload()
        online(member)
        member.locator("#composer-text").fill("I was about to say\n<b>this</b>")
        supporter.goto(f"{talk.path}end/")
        supporter.get_by_label("Your closing message").fill("Go well, all the best.")
        supporter.get_by_role("button", name="Send it and end").click()
        expect(line_of(member, "Go well, all the best.")).to_have_count(1, timeout=WAIT)
        expect(member.get_by_text("Nothing more can be sent here.")).to_be_visible()
        times = line_of(member, "Go well, all the best.").locator("time").inner_text()
        member.get_by_role("link", name="What you can do next").click()
        card = member.get_by_role("region", name="Your words, not sent")
        expect(card).to_contain_text("I was about to say")
        expect(card).to_contain_text("<b>this</b>")
        assert line_of(member, "Go well, all the best.").locator("time").inner_text() == times
        assert found_by_axe(member) == []
        assert heard == []
