"""One step of the plan: its lists, each a few short lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hearten.foundation.ids import new_id
from hearten.toolkit import rules
from hearten.toolkit.actions import Written
from hearten.toolkit.queries import EntryRead, StepRead
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.words import PART_WORDS, PartWords
from hearten.ui.forms import CleanText


class PhoneField(CleanText):
    """A number that a phone can dial."""

    def clean(self, value: Any) -> str:
        """As written, in its clean form."""
        number = super().clean(value)
        if number and not rules.is_phone(number):
            raise ValidationError(
                _("Please write a phone number here, such as 020 7946 0018, or leave it empty."),
                code="phone",
            )
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line for the template."""

    number: int
    line: BoundField
    text: BoundField
    phone: BoundField | None
    saved: bool
    """Whether it holds something that was saved: then it can be moved and taken out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowList:
    """One list for the template."""

    part: Part
    words: PartWords
    rows: Sequence[Row]
    more: bool
    """Whether the list can grow beyond the lines shown."""


class StepForm(forms.Form):
    """The lines of one step. Every line may stay empty; an emptied line is taken out."""

    def __init__(self, data: Any = None, *, step: Step, written: StepRead) -> None:
        super().__init__(data)
        self.step = step
        self.written = written
        self.counts = {part: self._count(part) for part in rules.PARTS[step]}
        for part, count in self.counts.items():
            for place in range(count):
                self._add_row(part, place, written.parts[part])

    def _count(self, part: Part) -> int:
        if not self.is_bound:
            return rules.rows_shown(part, len(self.written.parts[part]))
        sent = [place for place in range(rules.MOST[part]) if f"{part}-{place}-text" in self.data]
        return len(sent)

    def _add_row(self, part: Part, place: int, entries: Sequence[EntryRead]) -> None:
        entry = entries[place] if place < len(entries) else None
        label = f"{PART_WORDS[part].line} {place + 1}"
        self.fields[f"{part}-{place}-line"] = forms.UUIDField(
            required=False,
            initial=entry.line if entry else new_id(),
            widget=forms.HiddenInput,
        )
        self.fields[f"{part}-{place}-text"] = CleanText(
            most=rules.TEXT_MOST,
            required=False,
            label=label,
            initial=entry.text if entry else "",
            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        )
        if part in rules.WITH_PHONE:
            self.fields[f"{part}-{place}-phone"] = PhoneField(
                most=rules.PHONE_MOST,
                required=False,
                label=_("Phone number"),
                initial=entry.phone if entry else "",
                widget=forms.TextInput(attrs={"type": "tel", "dir": "ltr", "autocomplete": "off"}),
            )

    def clean(self) -> dict[str, Any]:
        """A number needs somebody who answers it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in [name for name in cleaned if name.endswith("-phone")]:
            text = name.removesuffix("phone") + "text"
            if cleaned[name] and cleaned.get(text) == "":
                self.add_error(text, _("Please write whose number this is."))
        return cleaned

    def parts(self) -> dict[Part, list[Written]]:
        """What was written, as actions.save_step takes it."""
        return {
            part: [self._written(part, place) for place in range(count)]
            for part, count in self.counts.items()
        }

    def _written(self, part: Part, place: int) -> Written:
        given: Mapping[str, Any] = self.cleaned_data
        return Written(
            line=given.get(f"{part}-{place}-line") or new_id(),
            text=given[f"{part}-{place}-text"],
            phone=given.get(f"{part}-{place}-phone", ""),
        )

    def lists(self) -> list[RowList]:
        """The rows, list by list."""
        return [
            RowList(
                part=part,
                words=PART_WORDS[part],
                rows=[self._row(part, place) for place in range(count)],
                more=count < rules.MOST[part],
            )
            for part, count in self.counts.items()
        ]

    def _row(self, part: Part, place: int) -> Row:
        return Row(
            number=place + 1,
            line=self[f"{part}-{place}-line"],
            text=self[f"{part}-{place}-text"],
            phone=self[f"{part}-{place}-phone"] if part in rules.WITH_PHONE else None,
            saved=place < len(self.written.parts[part]),
        )
