"""What moderators and managers fill in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.places import zone_choices
from hearten.foundation import ids
from hearten.safety.actions.cases import NOTE_MOST
from hearten.safety.actions.rota import MINUTES_MOST
from hearten.safety.models import (
    Case,
    CaseNature,
    EscalationSettings,
    PhoneFrom,
    Weekday,
)
from hearten.safety.queries import could_take, decided_from
from hearten.safety.rules import screener
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import Clock, DayAndClock, LongText, OneChip


def _asked(question: Any) -> forms.ChoiceField:
    choices = [("yes", _("Yes")), ("no", _("No")), ("", _("No answer"))]
    return forms.ChoiceField(label=question, choices=choices, required=False, widget=OneChip)


class NoteForm(forms.Form):
    """A note on a case. Its id comes with the page, so that sending it twice is one note."""

    note_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    text = explained(
        CleanText(most=NOTE_MOST, lines=True, label=_("A note"), widget=LongText(most=NOTE_MOST)),
        why=_("so that the work can go on when somebody else takes over"),
        seen_by=_("the moderator who has this case"),
    )


class HandOverForm(forms.Form):
    """Who works the case from now on."""

    ANYBODY = "anybody"

    to = forms.ChoiceField(label=_("Who takes it from here?"))

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        self._people = {str(person.id): person for person in could_take(case)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            (self.ANYBODY, _("Anybody: put it back")),
            *((key, person.pseudonym) for key, person in self._people.items()),
        ]

    def clean_to(self) -> Account | None:
        """The person, or None to put the case back."""
        return self._people.get(self.cleaned_data["to"])


class ResolveForm(forms.Form):
    """How a case ended and why."""

    resolution = explained(
        forms.ChoiceField(
            label=_("How does it end?"),
            widget=forms.RadioSelect,
        ),
        seen_by=_("all moderators"),
    )
    reason = explained(
        CleanText(
            most=NOTE_MOST,
            lines=True,
            label=_("Why?"),
            help_text=_("What you found and what you did. Do not name who reported it."),
            widget=LongText(most=NOTE_MOST),
        ),
        why=_("because a fair process gives a reason"),
        seen_by=_("all moderators"),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        nature = CaseNature(case.nature)
        field = self.fields["resolution"]
        ways = decided_from(case).resolutions(nature)
        field.choices = [(one.value, one.label) for one in ways]  # type: ignore[attr-defined]
        if nature == CaseNature.CONDUCT:
            field.help_text = _("That somebody was warned or suspended is decided before, above.")


class _OfSomebody(forms.Form):
    """A form about one person on the rota: a manager chooses whom, others are it themselves."""

    account = forms.ChoiceField(label=_("Who?"))

    def __init__(self, data: Any = None, *, people: Sequence[Account]) -> None:
        super().__init__(data)
        self._people = {str(person.id): person for person in people}
        choices = [(key, person.pseudonym) for key, person in self._people.items()]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["account"].widget = forms.HiddenInput()
            self.fields["account"].initial = choices[0][0]

    def clean_account(self) -> Account:
        """The person."""
        return self._people[self.cleaned_data["account"]]


class ShiftForm(_OfSomebody):
    """On duty every week."""

    weekday = forms.TypedChoiceField(label=_("Day"), coerce=int, choices=Weekday.choices)
    starts = forms.TimeField(label=_("From"), widget=Clock)
    ends = forms.TimeField(
        label=_("To"),
        widget=Clock,
        help_text=_("If this is not later than the start, it is on the next day."),
    )
    zone = forms.ChoiceField(
        label=_("By the clock in"),
        help_text=_("The shift keeps to this clock, also when summer time begins or ends."),
    )

    def __init__(self, data: Any = None, *, people: Sequence[Account], zone: str) -> None:
        super().__init__(data, people=people)
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]
        self.fields["zone"].initial = zone


class DutyChangeForm(_OfSomebody):
    """Away once, or on duty once."""

    on = forms.TypedChoiceField(
        label=_("What changes?"),
        coerce=lambda value: value == "on",
        choices=[("off", _("Away, not on duty")), ("on", _("On duty as well"))],
        initial="off",
        widget=forms.RadioSelect,
    )
    starts_at = forms.DateTimeField(
        label=_("From"), widget=DayAndClock, help_text=_("By the clock of your settings.")
    )
    ends_at = forms.DateTimeField(label=_("To"), widget=DayAndClock)


class EscalationForm(forms.Form):
    """How fast an alert moves on, and when the programme practises."""

    minutes = forms.IntegerField(
        label=_("Minutes until the next person is called"),
        widget=forms.NumberInput(attrs={"min": 1, "max": MINUTES_MOST, "inputmode": "numeric"}),
    )
    text_from = forms.TypedChoiceField(
        label=_("Text messages"), coerce=int, choices=PhoneFrom.choices
    )
    call_from = forms.TypedChoiceField(
        label=_("Phone calls"),
        coerce=int,
        choices=PhoneFrom.choices,
        help_text=_(
            "A call wakes people; a message may not. If nobody is on duty, everybody is called at once."
        ),
    )
    drill_weekday = forms.TypedChoiceField(
        label=_("Day of the weekly practice"), coerce=int, choices=Weekday.choices
    )
    drill_at = forms.TimeField(label=_("It begins at"), widget=Clock)
    zone = forms.ChoiceField(label=_("By the clock in"))

    def __init__(self, data: Any = None, *, stored: EscalationSettings, reader_zone: str) -> None:
        super().__init__(data, initial={name: getattr(stored, name) for name in self.base_fields})
        # Not all the world's again: the page has that list once, and it is long.
        zones = sorted({stored.zone, reader_zone, "UTC"})
        self.fields["zone"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]


class ScreenerForm(forms.Form):
    """The screening questions in our own words. None has to be answered; what was not answered stays
    open and is never taken for a no."""

    screening_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    wish = _asked(_("In the past month, have you wished not to be alive any more?"))
    thoughts = _asked(_("In the past month, have you had thoughts of killing yourself?"))
    how = _asked(_("Have you thought about how you might do it?"))
    intent = _asked(_("When you had these thoughts, did you mean to act on them, even a little?"))
    plan = _asked(_("Have you begun to work out how and when, and do you mean to carry it out?"))
    ever = _asked(
        _("Have you ever done, begun or prepared anything to end your life?"),
    )
    recent = _asked(_("Was that in the past three months?"))

    def answers(self) -> screener.Answers:
        """Yes, no, or None, by question."""
        said = {"yes": True, "no": False}
        return {one: said.get(self.cleaned_data[one.value]) for one in screener.Question}
