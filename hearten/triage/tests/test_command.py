"""`hearten triage`: JSON lines in, JSON lines out."""

import json
import subprocess
import sys

import pytest

from hearten.triage.rules.lines import LINE_MOST, answer, answers


def answered(*pieces):
    queue = [*pieces, b""]
    return [json.loads(line) for line in b"".join(answers(lambda: queue.pop(0))).splitlines()]


def test_answers_come_in_order_and_hold_what_was_found():
    first, second = answered(
        b'{"id": "a", "text": "I am going to kill myself"}\n{"id": 2,', b' "text": "hi"}\n'
    )
    assert (first["id"], first["level"]) == ("a", 3)
    assert first["signals"][0] == {
        "kind": "suicide_plan",
        "score": 0.95,
        "span": [5, 25],
        "why": "says they are going to kill themselves",
    }
    assert (second["id"], second["level"], second["signals"]) == (2, 0, [])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"nonsense", {"id": None, "error": "not a line of JSON"}),
        (b"\xff\xfe", {"id": None, "error": "not a line of JSON"}),
        (b"[" * 100_000, {"id": None, "error": "not a line of JSON"}),
        (b"[1]", {"id": None, "error": "not a JSON object"}),
        (b'{"id": 7}', {"id": 7, "error": "no text"}),
        (b'{"id": 7, "text": 1}', {"id": 7, "error": "no text"}),
        (b'{"id": 7, "text": "a", "lang": 1}', {"id": 7, "error": "lang is not a string"}),
    ],
)
def test_a_bad_line_is_an_error_and_no_stop(line, error):
    assert json.loads(answer(line)) == error
    assert [a["id"] for a in answered(line + b'\n{"id": 8, "text": "hi"}\n')] == [error["id"], 8]


def test_each_piece_is_answered_at_once():
    asked = [b'{"id": 1, "text": "a"}\n', b'{"id": 2, "text": "b"}\n', b""]
    first = next(answers(lambda: asked.pop(0)))
    assert json.loads(first)["id"] == 1
    assert len(asked) == 2


def test_the_last_line_needs_no_end():
    assert [a["id"] for a in answered(b'{"id": 1, "text": "a"}\n\n{"id": 2, "text": "b"}')] == [
        1,
        2,
    ]


def test_an_endless_line_is_not_kept():
    made = answered(b"x" * (LINE_MOST + 1), b"x" * 10, b'\n{"id": 1, "text": "a"}\n')
    assert [a["id"] for a in made] == [None, None, 1]


def test_the_command_needs_no_database():
    made = subprocess.run(
        [sys.executable, "-m", "config.cli", "triage"],
        input=b'{"id": 1, "text": "no quiero vivir"}\nbad\n',
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    assert [(a["id"], a.get("level")) for a in lines] == [(1, 2), (None, None)]
    assert made.stderr == b""
