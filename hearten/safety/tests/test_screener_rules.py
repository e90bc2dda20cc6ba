"""The screener's logic: which questions follow, what the answers say, and never a sum."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearten.safety.rules import screener
from hearten.safety.rules.screener import Outcome, Question, Risk, asked, outcome

YES, NO, OPEN = True, False, None
ALL_NO = dict.fromkeys(Question, NO)


def said(**answers):
    return ALL_NO | {Question(name): answer for name, answer in answers.items()}


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        (said(), Risk.NONE),
        (said(wish=YES), Risk.LOW),
        (said(thoughts=YES), Risk.LOW),
        (said(wish=YES, thoughts=YES), Risk.LOW),
        (said(thoughts=YES, how=YES), Risk.MODERATE),
        (said(thoughts=YES, intent=YES), Risk.HIGH),
        (said(thoughts=YES, plan=YES), Risk.HIGH),
        (said(thoughts=YES, how=YES, intent=YES, plan=YES), Risk.HIGH),
        (said(ever=YES), Risk.MODERATE),
        (said(ever=YES, recent=YES), Risk.HIGH),
        (said(wish=YES, ever=YES), Risk.MODERATE),
        # Asked only after a yes; what was ticked all the same does not count.
        (said(how=YES, intent=YES, plan=YES), Risk.NONE),
        (said(recent=YES), Risk.NONE),
        (said(wish=YES, intent=YES), Risk.LOW),
    ],
)
def test_what_the_answers_say(answers, risk):
    assert outcome(answers) == Outcome(risk, complete=True)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (dict.fromkeys(Question, OPEN), Outcome(Risk.NONE, complete=False)),
        (said(thoughts=OPEN), Outcome(Risk.NONE, complete=False)),
        (said(thoughts=OPEN, plan=OPEN), Outcome(Risk.NONE, complete=False)),
        (said(thoughts=YES, plan=OPEN), Outcome(Risk.LOW, complete=False)),
        (said(ever=YES, recent=OPEN), Outcome(Risk.MODERATE, complete=False)),
        (said(thoughts=YES, intent=YES, plan=OPEN), Outcome(Risk.HIGH, complete=True)),
        (said(wish=OPEN), Outcome(Risk.NONE, complete=False)),
        (said(wish=OPEN, thoughts=YES), Outcome(Risk.LOW, complete=True)),
    ],
)
def test_a_missing_answer_is_never_a_no(answers, expected):
    assert outcome(answers) == expected


def test_questions_that_were_not_to_be_asked_are_not_kept():
    assert asked(said(wish=YES)) == {
        Question.WISH: YES,
        Question.THOUGHTS: NO,
        Question.EVER: NO,
    }
    assert set(asked(said(thoughts=YES, ever=YES))) == set(Question)


answers_of_any_kind = st.fixed_dictionaries(
    {one: st.sampled_from([YES, NO, OPEN]) for one in Question}
)


@given(answers_of_any_kind, st.sampled_from(Question))
def test_one_more_yes_never_says_less(answers, question):
    more = answers | {question: YES}
    assert screener.at_least(outcome(more).risk, outcome(answers).risk)


@given(answers_of_any_kind)
def test_complete_means_that_no_open_answer_could_change_it(answers):
    open_ones = [one for one in Question if answers[one] is OPEN]
    could = {
        outcome(answers | dict(zip(open_ones, filled, strict=True))).risk
        for filled in product([YES, NO], repeat=len(open_ones))
    }
    found = outcome(answers)
    assert found.complete == (could == {found.risk})
    assert found.risk == min(could, key=list(Risk).index)
