"""Links in messages in a browser: the page's script finds what the server finds, and fetches nothing."""

import json
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.looking import complaints, found_by_axe
from tests.browser.talking import WAIT, Talk, line_of, online, send
from tests.installation import ROOT

CASES = json.loads(Path(ROOT, "hearten/conversations/tests/links.json").read_text())


def test_the_script_and_the_server_agree(browser: Browser, talk: Talk) -> None:
    script = Path(ROOT, "hearten/conversations/static/conversations/links.js").read_text()
    with talk.as_(browser, "member") as page:
        page.route(
            "**/static/tried.js",
            lambda route: route.fulfill(body=script, content_type="text/javascript"),
        )
        found = page.evaluate(
            """async (texts) => {
                const { pieces } = await import("/static/tried.js");
                return texts.map((text) => pieces(text));
            }""",
            [text for text, _said in CASES],
        )
    assert found == [said for _text, said in CASES]


def test_a_link_comes_live_shows_its_host_and_says_where_it_goes(
    browser: Browser, talk: Talk
) -> None:
    with ExitStack() as stack:
        member = stack.enter_context(talk.as_(browser, "member"))
        supporter = stack.enter_context(talk.as_(browser, "supporter"))
        heard, asked = complaints(member), list[str]()
        for page in (member, supporter):
            online(page)
            page.on("request", lambda request: asked.append(request.url))
        send(supporter, 'Look https://bücher.example/<img src=x onerror="alert(1)">')
        for page in (member, supporter):
            link = line_of(page, "Look").locator("[data-text] a")
            expect(link).to_have_text("https://xn--bcher-kva.example/", timeout=WAIT)
            expect(link.locator("b")).to_have_text("xn--bcher-kva.example")
            expect(line_of(page, "Look").locator("img")).to_have_count(0)
            live = line_of(page, "Look").locator("[data-text]").inner_html()
            page.reload()
            online(page)
            assert line_of(page, "Look").locator("[data-text]").inner_html() == live
        line_of(member, "Look").locator("[data-text] a").press("Enter")
        expect(member.get_by_role("link", name="Open xn--bcher-kva.example")).to_be_visible()
        assert found_by_axe(member) == []
        assert [url for url in asked if "bcher" in url and "/talk/" not in url] == []
        assert heard == []
