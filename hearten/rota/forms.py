"""What moderators and managers fill in to plan duties."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.accounts.places import zone_choices
from hearten.rota.actions import MINUTES_MOST
from hearten.rota.models import EscalationSettings, PhoneFrom, Weekday
from hearten.ui.widgets import Clock, DayAndClock


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
