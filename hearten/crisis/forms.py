"""What managers fill in about a number."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hearten.accounts.places import language_here
from hearten.crisis import rules
from hearten.crisis.models import CrisisLine, CrisisLineKind
from hearten.ui.widgets import Chips


class CrisisLineForm(forms.Form):
    """A number people can call. actions.save_crisis_line checks it and says what is wrong."""

    kind = forms.ChoiceField(
        label=_("What answers?"),
        choices=CrisisLineKind.choices,
        initial=CrisisLineKind.CRISIS,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(required=False, label=_("Its name"))
    phone = forms.CharField(
        required=False, label=_("Number"), help_text=_("As people there write it.")
    )
    hours = forms.CharField(
        required=False, label=_("Hours"), help_text=_("Such as: day and night, every day.")
    )
    text_to = forms.CharField(
        required=False, label=_("By text"), help_text=_("Such as: text HELLO to 50808.")
    )
    website = forms.CharField(required=False, label=_("Website"))
    region = forms.CharField(
        required=False,
        label=_("Only for a part of the country"),
        help_text=_("Its name, as people there call it. Empty for the whole country."),
    )
    languages = forms.MultipleChoiceField(
        required=False,
        label=_("Languages it answers in"),
        help_text=_("None, if you do not know."),
        widget=Chips,
    )
    note = forms.CharField(
        required=False,
        label=_("Good to know"),
        help_text=_("For whom it is, whether it is free."),
    )
    source = forms.CharField(
        required=False, label=_("Where you checked it"), help_text=_("Seen by managers only.")
    )

    def __init__(self, data: Any = None, *, country: str, line: CrisisLine | None = None) -> None:
        given = {name: getattr(line, name) for name in self.base_fields} if line else {}
        spoken = given.get("languages", "").split()
        super().__init__(data, initial=given | {"languages": spoken})
        reader = language_here()
        codes = dict.fromkeys((*spoken, *rules.languages_of(country), *dict(settings.LANGUAGES)))
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (code, rules.spoken_name(code, reader)) for code in codes
        ]

    def fields_given(self) -> dict[str, str]:
        """What actions.save_crisis_line takes as `fields`."""
        given = {name: text for name, text in self.cleaned_data.items() if name != "kind"}
        return given | {"languages": " ".join(given["languages"])}
