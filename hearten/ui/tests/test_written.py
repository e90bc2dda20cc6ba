"""What was written in a form that came too late is handed back, and what is secret is not."""

import re

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("hearten.ui.tests.urls"), pytest.mark.django_db]
SECRETS = {
    "passphrase": "planted seven lanterns",
    "again": "planted eight lanterns",
    "code": "planted 123456",
    "csrfmiddlewaretoken": "planted-token",
    "client_id": "planted-id",
    "credential": "planted-credential",
    "pseudonym": "Planted Otter",
    "next": "/planted/",
    "unheard_of": "planted unheard of",
}
OURS = {"Origin": "http://testserver"}


def late(data, **headers):
    return Client(enforce_csrf_checks=True).post("/fine/", data, headers=headers)


def boxes(response):
    return re.findall(r"<textarea[^>]* readonly[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)


def test_what_was_written_is_handed_back():
    sent = {"words": "the kettle\nat <four>", "text_es": "hola", "wishes": "  ", **SECRETS}
    answer = late(sent, **OURS, Referer="http://testserver/leaving/?a=1#here")
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert boxes(answer) == ["the kettle\nat &lt;four&gt;", "hola"]
    assert 'class="button" href="/leaving/?a=1"' in answer.text
    assert "lanted" not in answer.text


def test_a_choice_is_no_words():
    assert boxes(late({"reason": "not_kind", "words": "it hurt"}, **OURS)) == ["it hurt"]
    assert boxes(late({"reason": "It went to the team."}, **OURS)) == ["It went to the team."]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", **OURS},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_cannot_put_words_on_our_page(headers):
    answer = late({"words": "Call this number"}, **headers)
    assert answer.status_code == 403
    assert boxes(answer) == []
    assert "Call this" not in answer.text


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://evil.example/x/",
        "http://testserver//evil.example/",
        "http://testserver.evil.example/",
    ],
)
def test_the_way_on_leads_only_here(referer):
    answer = late({"words": "hello"}, **OURS, Referer=referer)
    assert 'class="button" href="/fine/"' in answer.text
    assert "evil" not in answer.text
