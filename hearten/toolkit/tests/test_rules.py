"""The shape of a plan, and phone numbers."""

import pytest

from hearten.toolkit import rules
from hearten.toolkit.rules import Part, Step


def test_every_list_is_in_one_step_and_has_room() -> None:
    assert [part for step in rules.STEPS for part in rules.PARTS[step]] == list(Part)
    assert [(p, rules.OFFERED[p]) for p in Part if rules.OFFERED[p] > rules.MOST[p]] == []
    assert [rules.step_of(part) for part in (Part.PEOPLE, Part.PLACES)] == [Step.AROUND] * 2


def test_steps_follow_each_other() -> None:
    assert [rules.step_after(step) for step in rules.STEPS] == [*rules.STEPS[1:], None]


@pytest.mark.parametrize(("filled", "shown"), [(0, 3), (2, 3), (3, 4), (4, 5), (5, 5)], ids=str)
def test_there_is_an_empty_line_as_long_as_there_is_room(filled: int, shown: int) -> None:
    assert rules.rows_shown(Part.SIGNS, filled) == shown


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("999", "999"),
        ("+44 (0)20 7946-0018", "+4402079460018"),
        ("#31#600100200", "#31#600100200"),
        ("٩٩٩", "999"),
        ("１１２", "112"),
    ],
)
def test_numbers_as_people_write_them(written: str, dialled: str) -> None:
    assert (rules.is_phone(written), rules.dialled(written)) == (True, dialled)


@pytest.mark.parametrize("written", ["", "9", "ask Rosa", "999 or 112", "javascript:1", "12²"])
def test_what_cannot_be_dialled(written: str) -> None:
    assert not rules.is_phone(written)
