"""A sound made anew: one voice, one form that plays everywhere, nothing in it but samples."""

import pytest
from django.test import RequestFactory

from hearten.attachments import serving
from hearten.attachments.clients import child, press
from hearten.attachments.rules import KEPT_MOST, SECONDS_MOST, Refused
from hearten.attachments.rules.sounds import BITS, made_anew
from hearten.attachments.tests import made
from hearten.attachments.tests.test_child import MEGABYTE, measured

FORMS = [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("mp3", "libmp3lame")]


@pytest.mark.parametrize(("form", "codec"), FORMS)
def test_what_browsers_and_phones_record_becomes_one_form_without_a_word_beside_it(
    form: str, codec: str
) -> None:
    tags = {"title": "zq walk home", "comment": "zq comment", "artist": "zq phone of Anna"}
    sent = made.tone(2, form=form, codec=codec, **tags)
    assert b"zq walk home" in sent
    kept = made_anew(sent + b"zq behind the end")
    assert made.heard(kept.whole) == ("aac", pytest.approx(2, abs=0.2))
    assert kept.seconds == 2
    assert [one for one in (b"zq ", b"Lavf", b"Lavc") if one in kept.whole] == []


def test_a_moment_is_a_second() -> None:
    assert made_anew(made.tone(0.1)).seconds == 1


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "empty"),
        (b"hello", "unknown_sound"),
        (made.saved(made.halves(8, 6), "PNG"), "unknown_sound"),
        (b"RIFF\0\0\0\0WAVEfmt ", "unknown_sound"),
        (b"OggS" + b"\0" * 60, "unreadable_sound"),
        (b"\x1aE\xdf\xa3" + b"x" * 60, "unreadable_sound"),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 60, "unreadable_sound"),
    ],
)
def test_what_is_no_sound_is_refused(sent: bytes, why: str) -> None:
    with pytest.raises(Refused) as refused:
        made_anew(sent)
    assert refused.value.code == why


def test_more_than_five_minutes_are_refused_as_soon_as_they_are_heard() -> None:
    """Three hours of silence are two megabytes: no more of them is decoded than would be taken."""
    sent = made.silence(3 * 3600)
    assert len(sent) < 2 * MEGABYTE
    answer, memory, seconds = measured(sent, "sound")
    assert answer == b'{"refused": "too_long_sound"}\n'
    assert memory < 200 * MEGABYTE
    assert seconds < child.SECONDS


def test_five_minutes_are_taken_and_fit() -> None:
    sound = press.sound_of(made.silence(SECONDS_MOST))
    assert sound.seconds == SECONDS_MOST
    assert SECONDS_MOST * BITS // 8 < KEPT_MOST / 3


@pytest.mark.parametrize(
    ("asked", "status", "told", "content"),
    [
        ("", 200, None, b"0123456789"),
        ("bytes=0-1", 206, "bytes 0-1/10", b"01"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-4", 416, "bytes */10", b""),
        ("bytes=-3", 200, None, b"0123456789"),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("lines=0-1", 200, None, b"0123456789"),
    ],
)
def test_a_part_is_given_to_browsers_that_ask_for_parts(
    asked: str, status: int, told: str | None, content: bytes
) -> None:
    request = RequestFactory().get("/", HTTP_RANGE=asked)
    answer = serving.sound(b"0123456789", request)
    assert (answer.status_code, answer.headers.get("Content-Range"), answer.content) == (
        status,
        told,
        content,
    )
    if status != 416:
        assert answer["Content-Type"] == "audio/mp4"
        assert answer["Content-Disposition"] == 'inline; filename="sound.m4a"'
        assert answer["Content-Security-Policy"] == serving.POLICY
