"""What people fill in about how they can be reached, and of what they want to be told."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hearten.notifications.models import RHYTHMS, NewsKind, NewsSettings
from hearten.notifications.rules import Rhythm
from hearten.ui.forms import explained
from hearten.ui.widgets import Clock, OneChip

_FOR_CALLS = _("so that we can call you when somebody is in danger. It is used for nothing else")
_FOR_NEWS = _("so that we can tell you that something is new. It is used for nothing else")


class EmailForm(forms.Form):
    """A new address. actions.add_way checks it and says what is wrong."""

    address = explained(
        forms.CharField(
            label=_("Email address"),
            widget=forms.TextInput(
                attrs={"inputmode": "email", "autocomplete": "email", "dir": "ltr"}
            ),
        ),
        why=_FOR_NEWS,
        seen_by=_("only you"),
    )

    def __init__(self, data: Any = None, *, called: bool = False) -> None:
        super().__init__(data)
        if called:
            explained(self.fields["address"], why=_FOR_CALLS)


class PhoneForm(forms.Form):
    """A new number. actions.add_way checks it and says what is wrong."""

    number = explained(
        forms.CharField(
            label=_("Phone number"),
            help_text=_("With its country, such as +34 600 100 200."),
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
        ),
        why=_FOR_CALLS,
        seen_by=_("only you"),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("The code that came"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}
        ),
    )


def _rhythm(kind: NewsKind) -> forms.ChoiceField:
    return forms.ChoiceField(label=kind.label, choices=RHYTHMS, widget=OneChip)


class NewsForm(forms.Form):
    """Of what one wants to be told, and when."""

    talk = _rhythm(NewsKind.TALK)
    asking = _rhythm(NewsKind.ASKING)
    community = _rhythm(NewsKind.COMMUNITY)
    meeting = _rhythm(NewsKind.MEETING)
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        widget=Clock,
        required=False,
        help_text=_(
            "In these hours nothing is told at once. Leave both empty to be told at any hour."
        ),
    )
    quiet_to = forms.TimeField(label=_("Quiet until"), widget=Clock, required=False)
    digest_at = forms.TimeField(
        label=_("Hour of what is told once a day or once a week"), widget=Clock
    )
    digest_day = forms.TypedChoiceField(
        label=_("Day of what is told once a week"), coerce=int, choices=[*WEEKDAYS.items()]
    )
    says_what = forms.BooleanField(
        label=_("Say how much of what is new, such as “2 talks, 1 thread”"),
        help_text=_("Never from whom and never what. Whoever sees your screen sees it too."),
        required=False,
    )

    def __init__(self, data: Any = None, *, chosen: NewsSettings) -> None:
        super().__init__(data, initial={name: getattr(chosen, name) for name in self.base_fields})

    def clean(self) -> dict[str, Any]:
        """The quiet hours are both there or neither."""
        given = super().clean() or self.cleaned_data
        for name, other in (("quiet_from", "quiet_to"), ("quiet_to", "quiet_from")):
            if name not in self.errors and not given.get(name) and given.get(other):
                self.add_error(name, _("Please give both hours, or leave both empty."))
        return given

    def choice(self) -> dict[str, Any]:
        """What was chosen, as actions.save_news_settings takes it."""
        given = self.cleaned_data
        start, end = given["quiet_from"], given["quiet_to"]
        quiet: tuple[time, time] | None = None if start is None or end is None else (start, end)
        return {
            "rhythms": {kind: Rhythm(given[kind.value]) for kind in NewsKind},
            "quiet": quiet,
            **{name: given[name] for name in ("digest_at", "digest_day", "says_what")},
        }
