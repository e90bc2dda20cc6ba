"""The browser's client in a real browser against a real gateway."""

from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import pytest
from playwright.async_api import async_playwright

from hearten.foundation import live
from hearten.gateway.tests.serving import serving
from hearten.gateway.tests.test_server import People, in_transaction
from tests.chromium import QUIET, SHELL

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).resolve().parents[1] / "static" / "gateway" / "live.js"
SITE = "http://127.0.0.1:9"
HARNESS = """
import { connect, newId, Refused } from "/live.js";
window.heard = [];
window.states = [];
window.told = [];
window.newId = newId;
window.Refused = Refused;
window.open_ = (url) => {
  window.live = connect(url, { onState: (state) => states.push(state) });
};
window.listen = (topic, after) => new Promise((ready) => {
  window.stop = live.subscribe(topic, {
    after,
    onEvents: (events) => heard.push(...events.map(({ seq, text }) => [seq, text])),
    onPresence: (here, count) => told.push(["presence", here.map(({ who }) => who), count]),
    onSignal: (signals) => told.push(["signal", signals.map(({ who, name }) => who + " " + name)]),
    onNudge: () => told.push(["nudge"]),
    onRevoked: () => { told.push(["revoked"]); ready(); },
    onReset: () => told.push(["reset"]),
    onReady: (seq) => { told.push(["ready", seq]); ready(); },
  });
});
window.ask = (name, topic, data, id) =>
  live.do(name, topic, data, id ? { id } : {}).catch(({ code, message }) => ({ code, message }));
window.begun = true;
"""


@asynccontextmanager
async def browser():
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=SHELL,
            args=[
                *QUIET,
                # The page is served by the test and so has no address that would be local.
                "--disable-features=LocalNetworkAccessChecks",
            ],
        )
        try:
            yield chromium
        finally:
            await chromium.close()


async def page_of(chromium, gateway, key):
    """A page of this person, connected."""
    context = await chromium.new_context()
    if key:
        await context.add_cookies([{"name": "session", "value": key, "url": SITE}])
    page = await context.new_page()

    async def answer(route):
        if route.request.url.endswith("/live.js"):
            await route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        elif route.request.url.endswith("/harness.js"):
            await route.fulfill(body=HARNESS, content_type="text/javascript")
        else:
            body = '<!doctype html><script type="module" src="/harness.js"></script>'
            await route.fulfill(body=body, content_type="text/html")

    await page.route(f"{SITE}/**", answer)
    await page.goto(SITE)
    await page.wait_for_function("window.begun")
    await page.evaluate("(url) => open_(url)", gateway.url)
    return page


@asynccontextmanager
async def stage():
    people = People()
    with serving(authenticate=people.by_key.get, valid_sessions=people.valid) as gateway:
        gateway.domain.history["a"] = []
        async with browser() as chromium:
            yield chromium, gateway, people


async def test_two_pages_talk():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in("Wren"))
        finch = await page_of(chromium, gateway, people.sign_in("Finch"))
        await wren.evaluate("listen('talk:a', 0)")
        await finch.evaluate("listen('talk:a', 0)")
        said = await wren.evaluate("ask('say', 'talk:a', { text: 'Good evening 🌱' })")
        assert said == {"seq": 1}
        await finch.wait_for_function("heard.length === 1")
        assert await finch.evaluate("heard") == [[1, "Good evening 🌱"]]
        await finch.evaluate("live.signal('typing', 'talk:a')")
        await wren.wait_for_function("told.some(([what]) => what === 'signal')")
        told = await wren.evaluate("told")
        assert ["signal", ["Finch typing"]] in told
        assert told[0] == ["ready", 0]
        assert ["presence", ["Wren", "Finch"], 2] in told
        assert await finch.evaluate("told.filter(([what]) => what === 'signal')") == []
        refused = await wren.evaluate("ask('say', 'talk:a', { text: 7 })")
        assert refused == {"code": "invalid", "message": "Please write something."}


async def test_a_broken_connection_is_resumed_and_nothing_is_sent_twice():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in())
        await wren.evaluate("listen('talk:a', 0)")

        def break_off(key, frames):
            gateway.domain.before_run = lambda key, frames: None
            gateway.domain.write("a", "said meanwhile")
            gateway.cut()

        gateway.domain.before_run = break_off
        id_ = str(UUID(int=7))
        said = await wren.evaluate(f"ask('say', 'talk:a', {{ text: 'mine' }}, '{id_}')")
        assert said == {"seq": 2}
        await wren.wait_for_function("heard.length === 2")
        assert await wren.evaluate("heard") == [[1, "said meanwhile"], [2, "mine"]]
        assert await wren.evaluate("states") == ["online", "offline", "online"]
        assert gateway.domain.batches == [[UUID(int=7)], [UUID(int=7)]]
        # Nudges are not kept: after coming back a page behaves as nudged.
        assert [what for what, *_ in await wren.evaluate("told")].count("nudge") == 1


async def test_nothing_decided_is_tried_again_by_itself():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in())

        def fail(key, frames):
            gateway.domain.before_run = lambda key, frames: None
            raise RuntimeError("once")

        gateway.domain.before_run = fail
        await wren.evaluate("listen('talk:a', 0)")
        assert await wren.evaluate("ask('say', 'talk:a', { text: 'patience' })") == {"seq": 1}
        assert [event["text"] for event in gateway.domain.history["a"]] == ["patience"]


async def test_what_no_frame_can_hold_is_refused_here_and_ends_nothing():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in())
        await wren.evaluate("listen('talk:a', 0)")
        most = await wren.evaluate("ask('say', 'talk:a', { text: '🌱'.repeat(10_000) })")
        over = await wren.evaluate("ask('say', 'talk:a', { text: '🌱'.repeat(12_300) })")
        assert (most, over) == ({"seq": 1}, {"code": "too_long", "message": ""})
        assert await wren.evaluate("states") == ["online"]
        assert len(gateway.domain.history["a"]) == 1


async def test_the_end_of_the_session_is_final():
    async with stage() as (chromium, gateway, people):
        key = people.sign_in()
        wren = await page_of(chromium, gateway, key)
        await wren.evaluate("listen('talk:a', null)")
        who = people.by_key.pop(key)
        await in_transaction(live.end_session_on_commit, session_id=who.session_id)
        await wren.wait_for_function("live.state === 'signed_out'")
        answer = await wren.evaluate("ask('say', 'talk:a', { text: 'too late' })")
        assert answer == {"code": "signed_out", "message": ""}
        assert gateway.domain.history["a"] == []
        assert await wren.evaluate("states") == ["online", "signed_out"]


async def test_what_waits_never_goes_out_as_another_person():
    async with stage() as (chromium, gateway, people):
        key = people.sign_in("Wren")
        wren = await page_of(chromium, gateway, key)
        await wren.evaluate("listen('talk:a', 0)")

        def another_signs_in(key_, frames):
            gateway.domain.before_run = lambda key, frames: None
            people.by_key[key] = people.by_key[people.sign_in("Finch")]
            gateway.cut()
            raise RuntimeError("nothing is decided")

        gateway.domain.before_run = another_signs_in
        answer = await wren.evaluate("ask('say', 'talk:a', { text: 'for Robin only' })")
        assert answer == {"code": "signed_out", "message": ""}
        assert gateway.domain.history["a"] == []
        assert len(gateway.domain.batches) == 1
        assert await wren.evaluate("states") == ["online", "offline", "signed_out"]


async def test_who_is_not_signed_in_learns_it():
    async with stage() as (chromium, gateway, _people):
        stranger = await page_of(chromium, gateway, "")
        await stranger.wait_for_function("live.state === 'signed_out'")
        assert await stranger.evaluate("states") == ["signed_out"]


async def test_what_one_may_not_hear_and_what_was_set_back():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in())
        await wren.evaluate("listen('talk:none', 0)")
        assert await wren.evaluate("told") == [["revoked"]]
        await wren.evaluate("told.length = 0")
        await wren.evaluate("listen('talk:a', 9)")
        assert (await wren.evaluate("told"))[:2] == [["reset"], ["ready", 0]]


async def test_ids_are_random_uuids_of_version_4():
    async with stage() as (chromium, gateway, people):
        wren = await page_of(chromium, gateway, people.sign_in())
        ids = await wren.evaluate("Array.from({ length: 50 }, () => newId())")
    assert {UUID(id_).version for id_ in ids} == {4}
    assert {UUID(id_).variant for id_ in ids} == {"specified in RFC 4122"}
    assert len(set(ids)) == 50
