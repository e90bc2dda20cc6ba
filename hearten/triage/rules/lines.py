"""Triage as JSON lines: one text in, one verdict out. The format of `hearten triage`."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from hearten.triage.rules.scorer import score
from hearten.triage.rules.verdict import Verdict

LINE_MOST = 8 * 1024 * 1024  # bytes; whoever writes more without a line's end is not heard


def answers(read: Callable[[], bytes]) -> Iterator[bytes]:
    """Answers to what `read` gives until it gives nothing: one piece for each piece read, so that
    whoever waits for an answer has it at once and a stream of many lines is written in large pieces."""
    rest = b""
    while piece := read():
        *whole, rest = (rest + piece).split(b"\n")
        made = [answer(line) for line in whole if line.strip()]
        if len(rest) > LINE_MOST:
            made.append(_error(None, "the line is too long"))
            rest = b"\\"  # what remains of it is no JSON and answers with one more error
        if made:
            yield b"".join(made)
    if rest.strip():
        yield answer(rest)


def answer(line: bytes) -> bytes:
    """One line's answer: a verdict, or what is wrong with the line."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return _error(None, "not a line of JSON")
    if not isinstance(asked, dict):
        return _error(None, "not a JSON object")
    text, lang = asked.get("text"), asked.get("lang")
    if not isinstance(text, str):
        return _error(asked.get("id"), "no text")
    if not (lang is None or isinstance(lang, str)):
        return _error(asked.get("id"), "lang is not a string")
    return _line(as_dict(asked.get("id"), score(text, lang)))


def as_dict(id_: Any, verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is written."""
    return {
        "id": id_,
        "level": verdict.level,
        "score": verdict.score,
        "signals": [
            {"kind": s.kind, "score": s.score, "span": [s.start, s.end], "why": s.why}
            for s in verdict.signals
        ],
    }


def _error(id_: Any, what: str) -> bytes:
    return _line({"id": id_, "error": what})


def _line(made: dict[str, Any]) -> bytes:
    return json.dumps(made).encode() + b"\n"
