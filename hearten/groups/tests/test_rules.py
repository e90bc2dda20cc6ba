"""Codes and what is found in a text."""

from uuid import UUID

import pytest

from hearten.groups.rules import (
    CODE_LENGTH,
    CODE_LETTERS,
    cause_of,
    code_in_parts,
    code_of,
    contacts_in,
    read_as_one,
    seat_of,
    subject_of,
)
from hearten.triage.rules import judge

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("typed", ["ABCDEFGHJK", "abcde-fghjk", " ABCDE FGHJK ", "Abcde–Fghjk"])
def test_a_code_is_the_same_however_it_is_typed(typed):
    assert code_of(typed) == "ABCDEFGHJK"


def test_a_code_is_read_out_in_parts_and_has_no_letter_like_another():
    assert code_in_parts("ABCDEFGHJK") == "ABCDE-FGHJK"
    assert code_of(code_in_parts("ABCDEFGHJK")) == "ABCDEFGHJK"
    assert set("ILO01") & set(CODE_LETTERS) == set()
    assert len(CODE_LETTERS) ** CODE_LENGTH > 2**49


def test_a_subject_names_its_seat():
    assert seat_of(subject_of(ONE, 3)) == ONE


def test_causes_are_short_and_apart():
    causes = [cause_of(group, "host", one, 1) for group in (ONE, OTHER) for one in (ONE, OTHER)]
    assert len(set(causes)) == 4
    assert cause_of(ONE, "host", ONE, 1) == causes[0]
    assert max(map(len, causes)) <= 64


def test_contacts_are_found_and_nothing_else():
    text = "I am awake. Call 07700 900123 or write to me@example.org."
    assert contacts_in(text, judge(text)) == ["07700 900123", "me@example.org"]
    assert contacts_in("It is 3 am again.", judge("It is 3 am again.")) == []


def test_what_is_read_is_all_that_somebody_wrote():
    assert read_as_one("Me.", "") == "Me."
    assert read_as_one("Me.", "Tea.") == "Me.\n\nTea."
