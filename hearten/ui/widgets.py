"""Inputs that Django does not have. All of them are plain checkboxes and fields underneath."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_Text = str | Promise
_Choices = Iterable[tuple[str, _Text]]


class Chips(forms.CheckboxSelectMultiple):
    """Several of a list of short words, as chips. Groups of choices become headed rows."""

    template_name = "ui/chips.html"


class OneChip(forms.RadioSelect):
    """One of a few short words, as chips."""

    template_name = "ui/chips.html"


class DateInput(forms.DateInput):
    """The browser's own date field, which needs the ISO form whatever the language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class Clock(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DayAndClock(forms.DateTimeInput):
    """The browser's own field for a day and a time, by the reader's clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class LongText(forms.Textarea):
    """A text box that grows with what is written. `most` shows how much room is left near the end."""

    def __init__(self, *, most: int = 10_000, rows: int = 4) -> None:
        super().__init__(
            attrs={"rows": rows, "dir": "auto", "data-most": most, "data-room": _("Room left:")}
        )


DAYS: tuple[tuple[str, _Text], ...] = (
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
)
PARTS: tuple[tuple[str, _Text], ...] = (
    ("morning", _("Morning")),
    ("afternoon", _("Afternoon")),
    ("evening", _("Evening")),
    ("night", _("Night")),
)


class WeekGrid(forms.CheckboxSelectMultiple):
    """Days by parts of the day; the values are "mon-morning" … "sun-night"."""

    template_name = "ui/week_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the rows of the table: a day with one checkbox for each part of the day."""
        context = super().get_context(name, value, attrs)
        options = [
            option for _group, group, _index in context["widget"]["optgroups"] for option in group
        ]
        context["parts"] = [label for _key, label in PARTS]
        context["days"] = list(_rows(options))
        return context


def _rows(
    options: list[dict[str, Any]],
) -> Iterator[tuple[_Text, list[tuple[_Text, dict[str, Any]]]]]:
    width = len(PARTS)
    for row, (_day, day) in enumerate(DAYS):
        cells = options[row * width : (row + 1) * width]
        yield day, [(part, cell) for (_key, part), cell in zip(PARTS, cells, strict=True)]


class WeeklyHours(forms.MultipleChoiceField):
    """When someone is usually free, roughly. Cleans to a list such as ["mon-morning", "sat-night"]."""

    widget = WeekGrid

    def __init__(self, **kwargs: Any) -> None:
        choices: _Choices = [
            (f"{day}-{part}", f"{day}-{part}") for day, _d in DAYS for part, _p in PARTS
        ]
        super().__init__(choices=choices, **kwargs)
