"""Audio notes: as pictures, and heard instead of seen."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config.headers import PERMISSIONS_POLICY, WITH_MICROPHONE
from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.attachments.tests import made
from hearten.conversations import actions, queries
from hearten.conversations.tests.factories import Pair, person
from hearten.conversations.tests.test_messages import codes, send
from hearten.conversations.tests.test_pages import end, text_of, url
from hearten.conversations.tests.test_pictures import carrying, heard, reported, status


@pytest.fixture(scope="module")
def hum() -> bytes:
    return made.tone(3)


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def sent(pair: Pair, hum: bytes) -> tuple[int, UUID]:
    kept = actions.attach_sound(conversation_id=pair.id, sent=hum, words="", by=pair.member)
    [seq] = codes(send(pair, carrying(pair.member, kept.id)))
    assert isinstance(seq, int)
    return seq, kept.id


def test_it_goes_with_a_message_and_both_can_hear_it(pair: Pair, hum: bytes) -> None:
    seq, pk = sent(pair, hum)
    assert heard(pair, seq - 1)[0]["attachments"] == [
        {"id": str(pk), "kind": "sound", "seconds": 3, "words": ""}
    ]
    address = url("file", pair.id, pk, "whole")
    outside = person(pair.programme)
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    people = (pair.member, pair.supporter, outside, moderator)
    assert [status(one, address) for one in people] == [200, 200, 404, 404]
    assert status(pair.member, url("file", pair.id, pk, "small")) == 404
    assert status(pair.member, url("look", pair.id, pk)) == 404
    answer = client_of(pair.supporter).get(address, HTTP_RANGE="bytes=0-99")
    assert (answer.status_code, len(answer.content)) == (206, 100)
    page = client_of(pair.supporter).get(url("show", pair.id))
    assert "An audio note, 0:03" in text_of(page)
    assert 'preload="none"' in page.content.decode()


def test_by_form_and_by_the_page_s_script(pair: Pair, hum: bytes) -> None:
    client = client_of(pair.member)

    def file() -> Any:
        return SimpleUploadedFile("walk home.webm", hum)

    form = {"text": "", "client_id": str(uuid4()), "sound": file()}
    assert client.post(url("show", pair.id), form).status_code == 302
    kept = client.post(url("attach", pair.id), {"sound": file()}).json()
    assert (kept["kind"], kept["seconds"]) == ("sound", 3)
    bad = {"text": "mine", "client_id": str(uuid4()), "sound": SimpleUploadedFile("x", b"no")}
    page = client.post(url("show", pair.id), bad)
    assert page.status_code == 422
    assert "This is not a sound that can be sent" in text_of(page)
    assert ">\nmine</textarea>" in page.content.decode()


def test_deleted_it_is_heard_no_more_and_a_report_has_it(pair: Pair, hum: bytes) -> None:
    seq, pk = sent(pair, hum)
    moderator, case = reported(pair, seq)
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member)
    assert status(pair.supporter, url("file", pair.id, pk, "whole")) == 404
    client = client_of(moderator)
    page = client.post(f"/safety/cases/{case.pk}/evidence/").content.decode()
    address = page.partition("<audio")[2].partition('src="')[2].partition('"')[0]
    assert made.heard(client.get(address).content)[0] == "aac"
    assert status(pair.supporter, address) == 404


def test_only_the_page_where_one_can_record_may_ask_for_the_microphone(pair: Pair) -> None:
    client = client_of(pair.member)
    talk = client.get(url("show", pair.id))
    assert talk["Permissions-Policy"] == WITH_MICROPHONE != PERMISSIONS_POLICY
    assert "media-src 'self' blob:" in talk["Content-Security-Policy"]
    end(pair, pair.member)
    for address in ("/", url("show", pair.id), url("reported", pair.id)):
        answer = client.get(address)
        assert answer["Permissions-Policy"] == PERMISSIONS_POLICY
        assert "blob:" not in answer["Content-Security-Policy"]


def test_an_answer_to_it_says_what_it_answers(pair: Pair, hum: bytes) -> None:
    seq, _pk = sent(pair, hum)
    pair.say("I hear you", by=pair.supporter, about=seq)
    line = queries.lines_before(pair.id, None, 50)[-1]
    assert line.quote is not None and line.quote.attached == 1
    page = text_of(client_of(pair.member).get(url("show", pair.id)))
    assert "A picture or an audio note" in page
