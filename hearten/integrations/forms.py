"""What managers fill in for machines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from hearten.foundation.ids import new_id
from hearten.integrations.models import Happening, Scope
from hearten.integrations.rules import ADDRESS_MOST, DAYS, NAME_MOST
from hearten.ui.forms import CleanText

_PLAIN = {"autocomplete": "off", "dir": "auto"}


def _days(count: int) -> Any:
    return ngettext_lazy("%(count)s day", "%(count)s days", count) % {"count": count}


class TokenForm(forms.Form):
    """A token for a program."""

    token_id = forms.UUIDField(widget=forms.HiddenInput)
    name = CleanText(
        label=_("What it is for"),
        help_text=_("So that you know later which program stops when you revoke it."),
        most=NAME_MOST,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may read"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[(one, _days(one)) for one in DAYS],
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"token_id": new_id(), "days": DAYS[1]})


class WebhookForm(forms.Form):
    """An address that is told what happened."""

    webhook_id = forms.UUIDField(widget=forms.HiddenInput)
    address = CleanText(
        label=_("Address"),
        help_text=_("It begins with https:// and can be reached from the internet."),
        most=ADDRESS_MOST,
        widget=forms.TextInput(
            attrs={"type": "url", "autocomplete": "off", "dir": "ltr", "spellcheck": "false"}
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=Happening.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"webhook_id": new_id()})
