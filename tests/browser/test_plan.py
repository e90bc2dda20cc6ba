"""The safety plan in a real browser: written, kept on the phone, opened without a connection, gone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.looking import found_by_axe, too_wide
from tests.installation import Installation

PIN = "274910"
SIGN = "The kettle stays cold for days"
FRIEND = "My aunt Inés, late is fine"
WORDS = (SIGN, FRIEND)
LEFT = """async () => [
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  (await navigator.serviceWorker.getRegistrations()).length,
]"""
# Everything the copy holds, as bytes of text: what somebody finds who looks into the storage.
STORED = """async () => {
  const open = indexedDB.open("notes");
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = db.transaction("copy").objectStore("copy").get("copy");
  const copy = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  db.close();
  const latin = new TextDecoder("latin1");
  const shown = (_, value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? latin.decode(value) : value;
  return [copy.iterations, JSON.stringify(copy, shown)];
}"""


@dataclass
class Phone:
    """A signed-in browser of a member."""

    context: BrowserContext
    page: Page
    place: Installation
    account: str


@pytest.fixture(scope="module")
def people(place: Installation) -> Iterator[Any]:
    """Members one after the other: each test has its own."""
    made = place.people("pair_and_askers", "13")
    return iter(made["askers"])


@pytest.fixture
def phone(browser: Browser, place: Installation, people: Any) -> Iterator[Phone]:
    person = next(people)
    context = browser.new_context(
        base_url=place.address, viewport={"width": 360, "height": 740}, reduced_motion="reduce"
    )
    name, _, key = person["cookie"].partition("=")
    context.add_cookies([{"name": name, "value": key, "url": place.address, "httpOnly": True}])
    page = context.new_page()
    yield Phone(context, page, place, person["id"])
    context.close()


def write(page: Page) -> None:
    """Two steps, by the pages."""
    page.goto("/plan/")
    page.get_by_role("link", name="Begin with the first step").click()
    page.get_by_label("Sign 1").fill(SIGN)
    page.get_by_role("button", name="Save and go on").click()
    page.goto("/plan/ask/")
    page.get_by_label("Person 1").fill(FRIEND)
    page.get_by_label("Phone number").first.fill("600 100 200")
    page.get_by_role("button", name="Save and see my plan").click()
    expect(page.get_by_role("main")).to_contain_text(SIGN)


def keep(page: Page) -> None:
    """A copy on this phone."""
    page.get_by_role("link", name="Keep a copy on this phone, behind a PIN").click()
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_label("The same PIN again").fill(PIN)
    page.get_by_role("button", name="Keep a copy on this phone").click()
    expect(page.get_by_text("Kept on this phone.")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="There is a copy on this phone")).to_be_focused()


def unlock(page: Page, pin: str) -> None:
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="Open").click()


@pytest.fixture
def kept(phone: Phone) -> Phone:
    write(phone.page)
    keep(phone.page)
    return phone


def _expect_locked(page: Page) -> None:
    """The numbers are there, the words are not."""
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    assert [word for word in WORDS if word in page.content()] == []


def test_without_a_connection(kept: Phone) -> None:
    page = kept.page
    kept.context.set_offline(True)
    page.goto("/plan/")
    _expect_locked(page)
    assert page.title() == "My notes"
    unlock(page, "111111")
    expect(page.get_by_text("This PIN does not open it.")).to_be_visible(timeout=20_000)
    _expect_locked(page)
    unlock(page, PIN)
    expect(page.get_by_text(SIGN)).to_be_visible(timeout=20_000)
    expect(page.get_by_role("link", name="Call 600 100 200")).to_have_attribute(
        "href", "tel:600100200"
    )
    expect(page.get_by_text(SIGN)).to_be_in_viewport()
    page.get_by_role("button", name="Close it again").click()
    _expect_locked(page)
    page.reload()
    _expect_locked(page)


def test_leaving_quickly_without_a_connection_takes_the_copy_away(kept: Phone) -> None:
    page = kept.page
    kept.context.set_offline(True)
    page.goto("/plan/offline/")
    unlock(page, PIN)
    expect(page.get_by_text(SIGN)).to_be_visible(timeout=20_000)
    with page.expect_event("framenavigated"):
        page.get_by_role("button", name="Leave quickly").click(no_wait_after=True)
    kept.context.set_offline(False)
    page.goto("/safety/crisis/")
    assert page.evaluate(LEFT) == [0, 0, 0]
    page.goto("/plan/offline/")
    expect(page.get_by_text("There is no copy on this phone")).to_be_visible()


def test_leaving_quickly_with_a_connection_does_so_too(kept: Phone, neutral: str) -> None:
    page = kept.page
    page.goto("/plan/")
    page.get_by_role("button", name="Leave quickly").click(no_wait_after=True)
    page.wait_for_url(neutral)
    page.goto("/safety/crisis/")
    assert page.evaluate(LEFT) == [0, 0, 0]


def test_signing_out_takes_the_copy_away(kept: Phone) -> None:
    page = kept.page
    page.goto("/me/account/")
    page.get_by_role("button", name="Sign out").first.click()
    page.wait_for_url(re.compile("/$"))
    assert page.evaluate(LEFT) == [0, 0, 0]


def test_the_site_down_is_as_good_as_no_connection(kept: Phone) -> None:
    """Answers of a broken site, and none at all."""
    page = kept.page
    web = kept.place.process("web")
    web.suspend()
    try:
        page.goto("/plan/", timeout=20_000)
        _expect_locked(page)
        page.goto("/plan/offline/")
        _expect_locked(page)
    finally:
        web.resume()


def test_guessing_is_slowed_down(kept: Phone) -> None:
    page = kept.page
    page.clock.install()
    page.goto("/plan/offline/")
    for guess in range(4):
        unlock(page, f"00000{guess}")
        expect(page.get_by_text("This PIN does not open it.")).to_be_visible(timeout=20_000)
    for seconds in (30, 60):
        unlock(page, "000009")
        wait = page.get_by_text(re.compile("Please wait this many seconds: "))
        expect(wait).to_have_text(re.compile(f" ({seconds}|{seconds - 1})$"), timeout=20_000)
        unlock(page, PIN)
        expect(wait).to_be_visible()
        page.clock.fast_forward(seconds * 1000 + 1000)
    page.reload()
    unlock(page, PIN)
    expect(page.get_by_text(SIGN)).to_be_visible(timeout=20_000)


def test_nothing_written_lies_open_in_the_browser(kept: Phone) -> None:
    iterations, stored = kept.page.evaluate(STORED)
    assert iterations >= 600_000
    assert len(stored) > 500
    assert [word for word in (*WORDS, "600 100 200", "600100200", PIN) if word in stored] == []
    assert "999" in stored


def test_the_copy_follows_the_plan_without_the_pin(kept: Phone) -> None:
    page = kept.page
    page.wait_for_load_state("networkidle")  # what renews the copy now is not what is waited for
    before = page.evaluate(STORED)[1]
    kept.place.people("add_to_plan", kept.account, "alone", "Count the boats")
    page.goto("/plan/")
    page.wait_for_load_state("networkidle")
    changed = f"async (before) => (await ({STORED})())[1].slice(0, 80) !== before.slice(0, 80)"
    page.wait_for_function(changed, arg=before, timeout=20_000)
    kept.context.set_offline(True)
    page.goto("/plan/offline/")
    unlock(page, PIN)
    expect(page.get_by_text("Count the boats")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(SIGN)).to_be_visible()


def test_removing_it_leaves_nothing(kept: Phone) -> None:
    kept.page.get_by_role("button", name="Remove it from this phone").click()
    expect(kept.page.get_by_text("Removed from this phone.")).to_be_visible()
    assert kept.page.evaluate(LEFT) == [0, 0, 0]


def test_nothing_is_kept_by_somebody_who_did_not_ask(phone: Phone) -> None:
    write(phone.page)
    phone.page.goto("/plan/phone/")
    expect(phone.page.get_by_role("heading", name="Choose a PIN")).to_be_visible()
    assert phone.page.evaluate(LEFT) == [0, 0, 0]
    for pin, again, says in (("12", "12", "at least 4 digits"), ("1234", "1235", "not the same")):
        phone.page.get_by_label("PIN", exact=True).fill(pin)
        phone.page.get_by_label("The same PIN again").fill(again)
        phone.page.get_by_role("button", name="Keep a copy on this phone").click()
        expect(phone.page.get_by_role("alert").get_by_text(says)).to_be_visible()
    assert phone.page.evaluate(LEFT) == [0, 0, 0]


def test_the_opened_copy_is_for_everybody(kept: Phone) -> None:
    """axe, no sideways scroll, and by keyboard alone."""
    page = kept.page
    page.goto("/plan/offline/")
    assert (found_by_axe(page), too_wide(page)) == ([], 0)
    page.get_by_label("PIN").focus()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.get_by_text(SIGN)).to_be_visible(timeout=20_000)
    assert (found_by_axe(page), too_wide(page)) == ([], 0)
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == 0


def test_writing_by_keyboard_alone(phone: Phone) -> None:
    """Enter in a field saves and goes on; it never moves or takes out a line."""
    page = phone.page
    phone.place.people("add_to_plan", phone.account, "signs", SIGN)
    page.goto("/plan/signs/")
    page.get_by_label("Sign 2").focus()
    page.keyboard.type("The second one")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/plan/alone/"))
    page.goto("/plan/signs/")
    fields = [page.get_by_label(f"Sign {n}", exact=True).input_value() for n in (1, 2)]
    assert fields == [SIGN, "The second one"]
    page.get_by_role("button", name=re.compile("Move up ?: Sign 2")).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Sign 1", exact=True)).to_have_value("The second one")


def test_a_full_plan_prints_on_one_page_without_our_name(phone: Phone) -> None:
    phone.place.people("full_plan", phone.account)
    phone.page.goto("/plan/")
    pages = len(re.findall(rb"/Type\s*/Page\b", phone.page.pdf(format="A4")))
    assert pages == 1
    phone.page.emulate_media(media="print")
    name = phone.page.get_by_text("Fault Harbour")
    expect(name).to_be_hidden()
    expect(phone.page.get_by_role("button", name="Leave quickly")).to_be_hidden()
    expect(phone.page.get_by_text("999").first).to_be_visible()
