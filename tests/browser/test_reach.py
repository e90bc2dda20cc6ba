"""Notifications in a real browser: asked for by the button alone, shown without a page, one a call."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hearten.notifications.tests.browsers import Browser as Subscribed
from tests.chromium import QUIET, WHOLE
from tests.installation import Installation

SENTENCE = "Something needs you. Please open the app."
NEWS = "There is something new for you. Please open the app when you have a moment."
# There is no push service here: the browser gives what one would give it, and remembers being asked.
SERVICE = """given => {
  window.asked = 0;
  Notification.requestPermission = () => { window.asked += 1; return Promise.resolve(given.permission); };
  PushManager.prototype.subscribe = async function (how) {
    window.how = how;
    return { toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }) };
  };
}"""
SHOWN = """async () => {
  const registration = await navigator.serviceWorker.getRegistration("/reach/");
  const shown = await registration.getNotifications();
  return shown.map(({ title, body, tag }) => [title, body, tag]);
}"""
SCOPES = """async () => (await navigator.serviceWorker.getRegistrations())
  .map(({ scope }) => new URL(scope).pathname)"""


@pytest.fixture(scope="module")
def whole(browser: Browser) -> Iterator[Browser]:
    """A browser that shows notifications."""
    launched = browser.browser_type.launch(executable_path=WHOLE, args=QUIET)
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def moderators(place: Installation) -> Any:
    """One after the other: each test has its own."""
    return iter(place.people("moderators", "4"))


@pytest.fixture
def context(whole: Browser, place: Installation, moderators: Any) -> Iterator[BrowserContext]:
    """A moderator's phone that may show notifications."""
    person = next(moderators)
    opened = whole.new_context(base_url=place.address, viewport={"width": 360, "height": 740})
    opened.grant_permissions(["notifications"], origin=place.address)
    name, _, key = person["cookie"].partition("=")
    opened.add_cookies([{"name": name, "value": key, "url": place.address, "httpOnly": True}])
    yield opened
    opened.close()


def opened(context: BrowserContext, *, permission: str = "granted") -> Page:
    given = Subscribed().given | {"permission": permission}
    context.add_init_script(f"({SERVICE})({json.dumps(given)})")
    page = context.new_page()
    page.goto("/reach/")
    return page


def test_it_asks_when_the_button_is_pressed_and_not_before(context: BrowserContext) -> None:
    page = opened(context)
    expect(page.get_by_role("button", name="Use this browser")).to_be_visible()
    assert (page.evaluate("window.asked"), page.evaluate(SCOPES)) == (0, [])
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text("This browser will show it from now on.")).to_be_visible()
    expect(page.get_by_text("In use")).to_be_visible()
    assert page.evaluate(SCOPES) == ["/reach/"]


def test_a_no_is_taken_and_nothing_is_left(context: BrowserContext) -> None:
    page = opened(context, permission="denied")
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text("This browser does not allow notifications from here.")).to_be_visible()
    assert (page.evaluate("window.asked"), page.evaluate(SCOPES)) == (1, [])


def _push(page: Page, place: Installation, data: str) -> None:
    """As the browser's push service hands it to the worker."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(200)  # the event comes by itself, and nothing on the page shows it
    [registration] = {one["registrationId"] for one in found if one["scopeURL"].endswith("/reach/")}
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": place.address, "registrationId": registration, "data": data},
    )
    session.detach()


def _shown(page: Page, count: int) -> list[list[str]]:
    page.wait_for_function(f"async () => (await ({SHOWN})()).length === {count}")
    shown: list[list[str]] = page.evaluate(SHOWN)
    return shown


def test_it_shows_the_sentence_once_for_a_call_and_nothing_else(
    context: BrowserContext, place: Installation
) -> None:
    page = opened(context)
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text("In use")).to_be_visible()
    for _repeat in range(2):
        _push(page, place, json.dumps({"text": SENTENCE, "key": "one"}))
    assert _shown(page, 1) == [[SENTENCE, "", "one"]]
    for key in ("two", "three"):
        _push(page, place, json.dumps({"text": NEWS, "key": key, "calm": True}))
    assert sorted(_shown(page, 2)) == [[SENTENCE, "", "one"], [NEWS, "", "news"]]
    _push(page, place, "no words of ours")
    assert sorted(_shown(page, 3)) == [
        [SENTENCE, "", "call"],
        [SENTENCE, "", "one"],
        [NEWS, "", "news"],
    ]


def test_leaving_quickly_ends_it(context: BrowserContext, neutral: str) -> None:
    page = opened(context)
    page.get_by_role("button", name="Use this browser").click()
    expect(page.get_by_text("In use")).to_be_visible()
    page.get_by_role("button", name="Leave quickly").click()
    page.wait_for_url(neutral)
    page.goto("/safety/crisis/")
    assert page.evaluate(SCOPES) == []
