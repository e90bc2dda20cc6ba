"""Reasons and obstacles in words: each code has a sentence, for each side only what it may read."""

import json
from uuid import uuid4

import pytest
from django.utils import translation

from hearten.matching import wording
from hearten.matching.rules import Channel, Fit, Obstacle, Reason, Why
from hearten.matching.rules.eligibility import TELL_THE_MEMBER
from hearten.matching.wording import Side

GRIEF, PANIC, UNKNOWN = uuid4(), uuid4(), uuid4()
NAMES = {GRIEF: "Grief", PANIC: "Panic"}


def said(reason: Reason, side: Side) -> list[str]:
    """What one side reads of one reason."""
    kept = json.loads(json.dumps(wording.stored(Fit(score=reason.points, reasons=(reason,)))))
    return wording.sentences(kept, side=side, names=NAMES)


ALL = [
    (
        Reason(why=Why.WISHED_EXPERIENCE, points=20, experiences=frozenset({GRIEF})),
        ["Has lived through what you wished for: Grief"],
        ["Would like somebody who has lived through this, as you have: Grief"],
    ),
    (
        Reason(why=Why.COMMON_EXPERIENCE, points=40, experiences=frozenset({PANIC, GRIEF})),
        ["You both know this from your own lives: Grief and Panic"],
        ["You both know this from your own lives: Grief and Panic"],
    ),
    (
        Reason(why=Why.LANGUAGE, points=15, language="pt-BR"),
        ["You both speak Brazilian Portuguese"],
        ["You both speak Brazilian Portuguese"],
    ),
    (
        Reason(why=Why.FREE_NOW, points=10),
        ["Is usually free at this time"],
        ["You said that you are free at this time"],
    ),
    (
        Reason(why=Why.COMMON_HOURS, points=2, minutes=60),
        ["You are both free for about 1 hour a week"],
        ["You are both free for about 1 hour a week"],
    ),
    (
        Reason(why=Why.TALKED_BEFORE, points=10),
        ["You have talked before, and it ended well"],
        ["You have talked before, and it ended well"],
    ),
    (
        Reason(why=Why.CHANNEL, points=5, channels=frozenset({Channel.PHONE, Channel.CHAT})),
        ["You both like to talk: in writing and by phone"],
        ["You both like to talk: in writing and by phone"],
    ),
    (
        Reason(why=Why.PRONOUNS, points=5, pronouns=frozenset({"she/her"})),
        ["Uses the pronouns you wished for"],
        [],
    ),
    (
        Reason(why=Why.HAS_ROOM, points=5),
        ["Has time for somebody new"],
        ["You have room for somebody new"],
    ),
    (Reason(why=Why.BOUNDARY, points=0, experiences=frozenset({GRIEF})), [], []),
]


@pytest.mark.parametrize(
    ("reason", "to_member", "to_supporter"), ALL, ids=[str(reason.why) for reason, _, _ in ALL]
)
def test_each_reason_in_words_for_each_side(
    reason: Reason, to_member: list[str], to_supporter: list[str]
) -> None:
    with translation.override("en"):
        assert said(reason, Side.MEMBER) == to_member
        assert said(reason, Side.SUPPORTER) == to_supporter


def test_no_reason_is_without_words() -> None:
    assert {reason.why for reason, _, _ in ALL} == set(Why)


def test_topics_without_a_name_are_left_out() -> None:
    """A topic of another programme, or one erased: no id and no gap is shown."""
    one = Reason(why=Why.COMMON_EXPERIENCE, points=20, experiences=frozenset({UNKNOWN}))
    assert said(one, Side.MEMBER) == []


def test_no_go_topics_and_pronouns_are_not_kept_with_a_proposal() -> None:
    fit = Fit(
        score=5,
        reasons=(
            Reason(why=Why.PRONOUNS, points=5, pronouns=frozenset({"xe/xem"})),
            Reason(why=Why.BOUNDARY, points=0, experiences=frozenset({GRIEF})),
        ),
    )
    kept = json.dumps(wording.stored(fit))
    assert (str(GRIEF) in kept, "xe/xem" in kept, "boundary" in kept) == (False, False, False)


@pytest.mark.parametrize(
    ("reader", "tag", "name"),
    [
        ("en", "es", "Spanish"),
        ("es", "es", "español"),
        ("ar", "en", "الإنجليزية"),
        ("en", "en-ZZ", "English"),
        ("en", "qqq", "qqq"),
    ],
)
def test_languages_are_named_as_the_reader_does(reader: str, tag: str, name: str) -> None:
    with translation.override(reader):
        assert wording.language_name(tag) == name


@pytest.mark.parametrize("what", Obstacle)
def test_each_obstacle_has_a_whole_sentence_for_managers(what: Obstacle) -> None:
    sentence = wording.obstacle(what)
    assert sentence.startswith(("Some ", "What "))
    assert sentence.endswith(".")


def test_members_hear_of_exactly_what_they_may() -> None:
    told = set()
    for what in Obstacle:
        try:
            told.add((what, wording.obstacle_for_member(what)))
        except KeyError:
            continue
    assert {what for what, _ in told} == TELL_THE_MEMBER
    assert len({words for _, words in told}) == len(told)
