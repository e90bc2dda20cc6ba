"""What the live connection refuses without looking, an ordinary request settles."""

import json

import pytest
from playwright.sync_api import Browser, WebSocketRoute, expect

from tests.browser.looking import opened
from tests.installation import Installation

WAIT = 20_000


@pytest.mark.parametrize(
    ("text", "code"), [("Are you there?", "not_allowed"), ("x" * 50_000, "too_long")]
)
def test_words_refused_unseen_are_sent_or_given_back_with_a_reason(
    browser: Browser, place: Installation, text: str, code: str
) -> None:
    people = place.people("pair_and_askers", "1")
    cookie = people["member"]["cookie"].partition("=")[2]
    with opened(browser, place, cookie) as page:
        page.route_web_socket("**/live", _refusing_commands)
        page.goto(f"/talk/{people['conversation']}/")
        box = page.get_by_label("Your message")
        box.fill(text)
        page.get_by_role("button", name="Send", exact=True).click()
        if code == "not_allowed":
            expect(page.get_by_role("log")).to_contain_text("Sent", timeout=WAIT)
            page.reload()
            expect(page.get_by_role("log").get_by_text(text, exact=True)).to_have_count(1)
            expect(box).to_be_editable()
        else:
            expect(box).to_have_value(text, timeout=WAIT)
            expect(page.get_by_role("main")).to_contain_text("Please shorten it to 10000")


def _refusing_commands(socket: WebSocketRoute) -> None:
    """A connection as after a subscription that ended: it takes no command."""
    server = socket.connect_to_server()

    def said(text: str | bytes) -> None:
        frame = json.loads(text)
        if frame["t"] != "do":
            server.send(text)
            return
        refusal = {"t": "refused", "id": frame["id"], "code": "not_allowed", "message": ""}
        socket.send(json.dumps(refusal))

    socket.on_message(said)
