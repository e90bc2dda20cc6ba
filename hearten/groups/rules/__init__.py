"""What is decided without a database: limits, deadlines, what a text that is read for danger is called."""

import hashlib
from datetime import timedelta
from uuid import UUID

from hearten.triage.rules import Verdict

NAME_MOST = 60
PURPOSE_MOST = 300
AGREEMENTS_MOST = 2000
QUESTION_MOST = 200
ANSWERS_MOST = 2000
INTRODUCTION_MOST = 1000
WORDS_MOST = 1000
"""Characters of a group's name, of what it is about, of its agreements, of a joining question, of all
answers together, of an introduction, and of words to a person or to the programme."""
MESSAGE_MOST = 10_000
REPORT_MOST = 2000
"""Characters of what is said in the room, and of what somebody adds to a report."""
QUESTIONS_MOST = 3
PLACES_LEAST, PLACES, PLACES_MOST = 3, 8, 15
"""For how many people a group may be, and what is offered: who speaks for two minutes in a circle of
fifteen has listened for half an hour."""

QUIET_AFTER = timedelta(days=21)
"""Without a host or co-host there, until everybody is asked who would host."""
CLOSES_AFTER = timedelta(days=14)
"""From that asking until a group that still has nobody is closed."""
NOTED_AT_MOST = timedelta(hours=1)
"""How exactly it is known when a host was there last."""

MINUTES_LEAST, MINUTES, MINUTES_MOST = 20, 60, 90
"""How long a meeting may be, and what is offered."""
AHEAD_MOST = timedelta(days=60)
"""How far ahead one is set."""
TOLD_AHEAD = timedelta(days=1)
"""How long before it begins everybody is told that it is near."""
OPENED_AHEAD = timedelta(minutes=15)
"""How long before it begins hosts can open it."""

SUBJECT = "groups.introduction"
"""What an introduction, with the answers to joining questions, is called in findings and reports."""
ANSWER_WITHIN = timedelta(minutes=15)
"""For somebody to turn to a text of possible risk; then it goes to the people on duty."""

_CONTACT = "personal_data_"
"""How the kinds of signals begin by which a person can be found."""
SURE = 0.5


def subject_of(seat_id: UUID, version: int) -> str:
    """Which text a finding is about: of a seat, how often it had been written."""
    return f"{seat_id}/{version}"


def seat_of(subject_id: str) -> UUID:
    """The seat that `subject_of` named."""
    return UUID(subject_id.partition("/")[0])


def notices_of(group_id: UUID) -> str:
    """What notices about a group are about."""
    return f"group:{group_id}"


def meeting_places(meeting_id: UUID) -> tuple[str, str]:
    """What news of a meeting is about: that it is near, and that it begins."""
    return f"meeting:{meeting_id}:near", f"meeting:{meeting_id}:begins"


def cause_of(group_id: UUID, *parts: object) -> str:
    """Why a notice about a group was made: the same for the same parts, and short."""
    told = "\n".join(map(str, (group_id, *parts)))
    return f"group:{hashlib.sha256(told.encode()).hexdigest()[:40]}"


def read_as_one(introduction: str, answers: str) -> str:
    """What is scored: all that somebody writes when they come."""
    return f"{introduction}\n\n{answers}" if answers else introduction


def contacts_in(text: str, verdict: Verdict) -> list[str]:
    """The words by which somebody could be found, in the order of the text."""
    found = [
        (signal.start, text[signal.start : signal.end])
        for signal in verdict.signals
        if signal.kind.startswith(_CONTACT) and signal.score >= SURE
    ]
    return list(dict.fromkeys(words for _start, words in sorted(found)))


def code_of(drawn: str) -> str:
    """A code as it is compared: however somebody typed it."""
    return "".join(one for one in drawn.upper() if one.isalnum())


CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
"""Of a code: no letters that look like another one. Nobody guesses one of 31¹⁰."""


def code_in_parts(code: str) -> str:
    """As it is read out: ABCDE-FGHJK."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def step_at(steps: int, minutes: int, gone: timedelta) -> int | None:
    """Which step of a meeting, from 0, it is after so much of it has gone: the first and the last take a
    tenth of it each, the others share the rest. None before it begins and once it is over."""
    share = gone / timedelta(minutes=minutes)
    if steps < 3 or not 0 <= share < 1:
        return None
    between = min(int((share - 0.1) / (0.8 / (steps - 2))), steps - 3) if share >= 0.1 else -1
    return steps - 1 if share >= 0.9 else between + 1
