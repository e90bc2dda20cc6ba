"""What moderators fill in who look after a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.forum.models import LockedFor, SlowedFor, SlowMinutes
from hearten.ui.forms import explained
from hearten.ui.widgets import OneChip

_EVERYBODY_HERE = _("everybody in the programme")


class LockForm(forms.Form):
    """Why a thread is locked."""

    why = explained(
        forms.ChoiceField(label=_("Why?"), choices=LockedFor.choices, widget=forms.RadioSelect),
        why=_("so that nobody has to guess what went wrong"),
        seen_by=_EVERYBODY_HERE,
    )
    prefix = "lock"


class SlowForm(forms.Form):
    """How slow a thread is, and why."""

    minutes = forms.TypedChoiceField(
        label=_("Between two posts of one person"),
        choices=SlowMinutes.choices,
        coerce=int,
        widget=OneChip,
    )
    why = explained(
        forms.ChoiceField(label=_("Why?"), choices=SlowedFor.choices, widget=forms.RadioSelect),
        why=_("so that nobody has to guess what went wrong"),
        seen_by=_EVERYBODY_HERE,
    )
    prefix = "slow"
