"""What moderators fill in who look after a thread."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_MOST
from hearten.forum.models import LockedFor, LookingFor, SlowedFor, SlowMinutes, Space
from hearten.forum.queries import Shown
from hearten.forum.rules import TITLE_MOST
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import OneChip

_EVERYBODY_HERE = _("everybody in the programme")
_LOCKED_FOR = [one for one in LockedFor.choices if one[0] != LockedFor.BEFORE]
"""What is from before is locked as it comes; nothing else is from before."""


class LockForm(forms.Form):
    """Why a thread is locked."""

    why = explained(
        forms.ChoiceField(label=_("Why?"), choices=_LOCKED_FOR, widget=forms.RadioSelect),
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


class HostForm(forms.Form):
    """Whom a manager makes a host."""

    name = explained(
        CleanText(
            label=_("Their name in this space"),
            help_text=_("As it stands over their posts here."),
            most=PSEUDONYM_MOST,
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "dir": "auto", "spellcheck": "false"}
            ),
        ),
        seen_by=_("everybody in the programme: “Host” stands beside their name here"),
    )


class MoveForm(forms.Form):
    """The space a thread is moved to."""

    to = explained(
        forms.ModelChoiceField(
            label=_("To which space?"),
            queryset=Space.objects.none(),
            widget=forms.RadioSelect,
            empty_label=None,
        ),
        seen_by=_EVERYBODY_HERE,
    )

    def __init__(self, data: Any = None, *, spaces: Any) -> None:
        super().__init__(data)
        chooser = self.fields["to"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101 - declared above
        chooser.queryset = spaces
        vars(chooser)["label_from_instance"] = lambda space: space.name


class SplitForm(forms.Form):
    """Which posts become a thread of their own, and what it is about."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Which posts?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    title = explained(
        CleanText(
            label=_("What the new thread is about, in a few words"),
            most=TITLE_MOST,
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        ),
        seen_by=_EVERYBODY_HERE,
    )
    looking_for = explained(
        forms.ChoiceField(
            label=_("Does who wrote the first of them look for something?"),
            choices=[*LookingFor.choices, ("", _("They only tell"))],
            widget=OneChip,
            required=False,
        ),
        why=_("so that somebody answers them in time, as everybody is promised who asks"),
        seen_by=_EVERYBODY_HERE,
    )

    def __init__(self, data: Any = None, *, posts: Iterable[Shown], first: int | None) -> None:
        super().__init__(data, initial={"numbers": [first] if first else []})
        chooser = self.fields["numbers"]
        assert isinstance(chooser, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        chooser.choices = [(one.post.number, _in_short(one)) for one in posts]


def _in_short(shown: Shown) -> str:
    """Who wrote it and how it begins, or what it touches where it is covered."""
    words = shown.cover.touches if shown.cover.closed else shown.post.text
    return f"{shown.post.face.called}: {Truncator(words).chars(100)}"
