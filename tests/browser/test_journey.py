"""The main job, end to end, by two people side by side: join, ask, propose, accept, talk both ways
live, report, end, feedback. The database, the jobs and the gateway are the real ones."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import complaints, opened
from tests.installation import Installation, installation

PASSPHRASE = "seven quiet lanterns by the sea"
WAIT = 20_000


@pytest.fixture(scope="module")
def founded() -> Iterator[tuple[Installation, str]]:
    """A real programme without a demo, and its manager's session."""
    with installation(demo=False) as running:
        yield running, running.people("found")["cookie"]


def _join(page: Page, pseudonym: str) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Join", exact=True).first.click()
    page.get_by_label("What shall we call you?").fill(pseudonym)
    page.get_by_label(re.compile(r"^Passphrase")).fill(PASSPHRASE)
    page.get_by_label("The same passphrase again").fill(PASSPHRASE)
    page.get_by_label("I am 18 or older").check()
    for agreement in page.get_by_label(re.compile("^I agree to")).all():
        agreement.check()
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", name="Keep these codes")).to_be_visible()
    assert len(set(page.get_by_role("code").all_inner_texts())) == 8
    page.get_by_role("button", name="I have kept them").click()
    expect(page).to_have_url(re.compile(r"/$"))


def _make_supporter(page: Page, pseudonym: str) -> None:
    page.goto("/programme/people/")
    page.get_by_label("Find by the beginning of a name").fill(pseudonym[:4])
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=pseudonym).click()
    page.get_by_label("Role").select_option(label="Peer supporter")
    page.get_by_role("button", name="Give this role").click()
    expect(page.get_by_role("main")).to_contain_text("Peer supporter")


def _say(page: Page, words: str) -> None:
    page.get_by_label("Your message").fill(words)
    page.keyboard.press("Enter")


def _heard(page: Page, words: str) -> None:
    """The words are on the screen, once."""
    message = page.get_by_role("log").get_by_text(words, exact=True)
    expect(message).to_have_count(1, timeout=WAIT)
    expect(message).to_be_visible()


def _frames(page: Page) -> list[dict[str, object]]:
    """What a page says to the gateway, from now on."""
    said: list[dict[str, object]] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda text: said.append(json.loads(text))),
    )
    return said


def test_two_people_meet_talk_and_part(browser: Browser, founded: tuple[Installation, str]) -> None:
    site, manager_cookie = founded
    with ExitStack() as stack:
        member = stack.enter_context(opened(browser, site, viewport={"width": 360, "height": 740}))
        supporter = stack.enter_context(opened(browser, site))
        manager = stack.enter_context(opened(browser, site, manager_cookie))
        heard = [*complaints(member), *complaints(supporter)]
        said = _frames(supporter)

        _join(member, "Kite Walker")
        _join(supporter, "Harbour Light")
        _make_supporter(manager, "Harbour Light")
        supporter.goto("/")
        if (
            "agreements" in supporter.url
            or supporter.get_by_label(re.compile("^I agree to")).count()
        ):
            supporter.get_by_label(re.compile("^I agree to")).first.check()
            supporter.get_by_role(
                "button", name=re.compile("agree|Save|Go on", re.IGNORECASE)
            ).click()
        supporter.goto("/support/inbox/")

        member.goto("/support/ask/")
        member.get_by_label("Somebody to talk to now").check()
        member.get_by_label("What is going on?").fill("The flat is too quiet since March.")
        member.get_by_role("button", name=re.compile("^Ask")).click()
        expect(member).to_have_url(re.compile("/support/waiting/"))

        # The supporter's open inbox changes by itself; nobody reloads.
        question = supporter.get_by_role("link", name="Kite Walker")
        expect(question).to_be_visible(timeout=WAIT)
        question.click()
        expect(supporter.get_by_role("main")).to_contain_text("The flat is too quiet since March.")
        supporter.get_by_role("button", name=re.compile("^Yes")).click()

        answer = member.get_by_role("main").get_by_role("link", name="Read and answer")
        expect(answer).to_be_visible(timeout=WAIT)
        answer.click()
        member.get_by_role("button", name=re.compile("^Yes")).click()
        expect(member).to_have_url(re.compile("/talk/"), timeout=WAIT)
        supporter.goto("/support/inbox/")
        supporter.get_by_role("link", name="Kite Walker").click()
        expect(supporter).to_have_url(re.compile("/talk/"))

        _say(member, "Hello, I am the quiet flat.")
        _heard(supporter, "Hello, I am the quiet flat.")
        _say(supporter, "Hello. I am glad you wrote.")
        _heard(member, "Hello. I am glad you wrote.")
        _heard(member, "Hello, I am the quiet flat.")
        _say(supporter, "Send me your phone number.")
        _heard(member, "Send me your phone number.")
        talk = member.url.split("#")[0]

        member.get_by_role("listitem").filter(has_text="Send me your phone number.").get_by_role(
            "link", name=re.compile("^Report")
        ).click()
        expect(member.get_by_role("main")).to_contain_text("Send me your phone number.")
        member.get_by_label(re.compile("Wants to move to another app")).check()
        member.get_by_role("button", name=re.compile("^(Send|Report)")).click()
        expect(member).to_have_url(re.compile("/reported/"))

        member.goto(f"{talk}end/")
        member.get_by_label("Your closing message").fill("Thank you, and goodbye.")
        member.get_by_label("I have what I needed").check()
        member.get_by_role("button", name="Send it and end").click()
        _heard(supporter, "Thank you, and goodbye.")
        expect(supporter.get_by_label("Your message")).to_be_hidden(timeout=WAIT)

        member.goto(talk)
        member.get_by_role(
            "link", name=re.compile("how it was|questions|feedback", re.IGNORECASE)
        ).click()
        for group in member.get_by_role("group").all():
            group.get_by_role("radio").last.check()
        member.get_by_role("button", name=re.compile("^(Send|Save)")).click()
        expect(member).not_to_have_url(re.compile("/feedback/"), timeout=WAIT)
        assert heard == []
        # After the goodbye, an open page listens no more: nobody sees who still looks at it.
        topic = "conversation:" + talk.rstrip("/").rpartition("/")[2]
        assert [frame for frame in said if frame["t"] == "unsub"] == [
            {"t": "unsub", "topic": topic}
        ]

    cases = site.people("cases")
    assert cases == [["Harbour Light", "open", ["contact"]]]
