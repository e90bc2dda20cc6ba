"""Leaving quickly: whoever looks over a shoulder sees nothing, now and with Back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from hearten.foundation.live import CHANNEL
from tests.browser.neutral import NEUTRAL
from tests.installation import Installation

WORDS = "only for us two: the kettle at four in the morning"
SECRETS = (WORDS, "Lamplighter", "Night Ferry")
PATIENCE = 20
KEEP_SOMETHING = """async () => {
  sessionStorage.setItem("draft", "half a sentence");
  localStorage.setItem("draft", "half a sentence");
  await (await caches.open("kept")).put("/kept", new Response("half a sentence"));
}"""
# In one turn of the page's own loop: nothing has been fetched between the press and the look.
PRESS_AND_LOOK = """() => {
  document.querySelector("form[data-leave] button").click();
  return LOOK;
}"""
ESCAPE_AND_LOOK = """() => {
  for (let n = 0; n < 3; n++)
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  return LOOK;
}"""
LOOK = """[document.title, document.body.textContent.trim(), document.body.children.length,
  getComputedStyle(document.documentElement).display]"""
WHAT_IS_KEPT = """async () =>
  [sessionStorage.length, localStorage.length, (await caches.keys()).length]"""


@pytest.fixture(scope="module")
def people(place: Installation) -> dict[str, Any]:
    """Two people in a conversation in which one has said something."""
    made: dict[str, Any] = place.people("pair_and_askers", "0")
    place.people("say", made["conversation"], made["supporter"]["id"], WORDS)
    return made


@dataclass
class Visit:
    """A signed-in browser that shows something private."""

    context: BrowserContext
    page: Page
    place: Installation
    session: str


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    browser: Browser,
    place: Installation,
    people: dict[str, Any],
) -> Iterator[Visit]:
    """A member reads a conversation, on a device of their own; `scripts` says whether it has any."""
    scripts = getattr(request, "param", True)
    made = place.people("another_device", people["member"]["id"])
    name, _, key = made["cookie"].partition("=")
    context = browser.new_context(base_url=place.address, java_script_enabled=scripts)
    context.add_cookies([{"name": name, "value": key, "url": place.address, "httpOnly": True}])
    page = context.new_page()
    warned: list[str] = []
    page.on("console", lambda said: warned.append(said.text) if said.type != "info" else None)
    page.goto("/me/account/")
    page.goto(f"/talk/{people['conversation']}/")
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    page.evaluate(KEEP_SOMETHING)
    assert warned == []
    yield Visit(context, page, place, key)
    context.close()


without_scripts = pytest.mark.parametrize("visit", [False], indirect=True, ids=["no scripts"])
both = pytest.mark.parametrize("visit", [True, False], indirect=True, ids=["scripts", "no scripts"])


def _press_the_button(page: Page) -> None:
    page.get_by_role("button", name="Leave quickly").click(no_wait_after=True)


def _press_escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


def _expect_neutral(visit: Visit, neutral: str) -> None:
    visit.page.wait_for_url(neutral)
    expect(visit.page.get_by_role("heading", name=NEUTRAL)).to_be_visible()


def _wait_until_signed_out(visit: Visit) -> None:
    """The end of a session is told to the gateway: listen for the same notice."""
    with psycopg.connect(visit.place.database_url(), autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        gone = "SELECT count(*) FROM accounts_session WHERE session_key = %s"
        while connection.execute(gone, [visit.session]).fetchone() != (0,):
            notices = list(connection.notifies(timeout=PATIENCE, stop_after=1))
            assert notices, "the session was not ended"


def _expect_nothing_kept(visit: Visit) -> None:
    """Nothing of ours in this tab's storage, in the browser's, in its caches, in its cookies."""
    page = visit.page
    page.goto("/safety/crisis/")
    assert page.evaluate(WHAT_IS_KEPT) == [0, 0, 0]
    assert [c["name"] for c in visit.context.cookies() if c["name"] == "session"] == []


def _expect_back_is_harmless(visit: Visit) -> None:
    """As far back as the history goes."""
    page = visit.page
    for _ in range(page.evaluate("history.length")):
        page.go_back(wait_until="load")
        shown = page.content()
        assert [secret for secret in SECRETS if secret in shown] == []
        assert "/talk/" not in page.url.partition("?")[0]


@both
def test_the_button(visit: Visit, neutral: str) -> None:
    _press_the_button(visit.page)
    _expect_neutral(visit, neutral)
    _wait_until_signed_out(visit)
    _expect_back_is_harmless(visit)
    _expect_nothing_kept(visit)


def test_three_escapes(visit: Visit, neutral: str) -> None:
    _press_escape(visit.page)
    _expect_neutral(visit, neutral)
    _wait_until_signed_out(visit)
    _expect_back_is_harmless(visit)
    _expect_nothing_kept(visit)


def test_after_an_error_in_a_form(visit: Visit, neutral: str) -> None:
    visit.page.goto(f"{visit.page.url}end/")
    visit.page.get_by_role("textbox").first.fill("")
    visit.page.get_by_role("main").get_by_role("button").last.click()
    expect(visit.page.locator("body[data-posted]")).to_have_count(1)
    _press_the_button(visit.page)
    _expect_neutral(visit, neutral)
    _expect_back_is_harmless(visit)


def test_every_other_tab_leaves_too(visit: Visit, neutral: str) -> None:
    other = visit.page.context.new_page()
    other.goto(visit.page.url)
    _press_the_button(visit.page)
    expect(other).to_have_url(re.compile(re.escape(neutral)))
    _expect_neutral(visit, neutral)


@pytest.mark.parametrize("leave", [PRESS_AND_LOOK, ESCAPE_AND_LOOK], ids=["button", "Escape"])
def test_the_screen_is_blank_before_anything_is_fetched(visit: Visit, leave: str) -> None:
    assert visit.page.evaluate(leave.replace("LOOK", LOOK)) == ["\u200b", "", 0, "none"]


@without_scripts
def test_without_scripts_the_answer_itself_is_blank(visit: Visit, neutral: str) -> None:
    bodies: list[str] = []

    def read(route: Route) -> None:
        answer = route.fetch()
        bodies.append(answer.text())
        route.fulfill(response=answer)

    visit.context.route("**/leave/", read)
    _press_the_button(visit.page)
    _expect_neutral(visit, neutral)
    [body] = bodies
    assert "<title>&#8203;</title></head><body></body></html>" in body
    assert [secret for secret in SECRETS if secret in body] == []


def test_escapes_while_writing(visit: Visit, neutral: str) -> None:
    visit.page.get_by_role("textbox").fill("not for anybody's eyes")
    _press_escape(visit.page)
    _expect_neutral(visit, neutral)
    _wait_until_signed_out(visit)
    _expect_nothing_kept(visit)


def test_two_escapes_close_menus_and_leave_nothing(visit: Visit) -> None:
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("Escape")
    expect(visit.page.get_by_role("main")).to_contain_text(WORDS)
    assert visit.page.evaluate(WHAT_IS_KEPT) == [1, 1, 1]


def test_leaving_with_the_pages_down(visit: Visit, neutral: str) -> None:
    """Whoever has to be gone is gone, also when nothing answers; only the session stays behind."""
    visit.context.route("**/leave/", lambda route: route.abort())
    _press_the_button(visit.page)
    _expect_neutral(visit, neutral)
