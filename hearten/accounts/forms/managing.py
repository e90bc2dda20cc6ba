"""What managers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hearten.accounts import places
from hearten.accounts.actions.agreements import TEXT_MOST, WHAT_CHANGED_MOST
from hearten.accounts.actions.programmes import NAME_MOST, WELCOME_MOST
from hearten.accounts.models import AgeRule, RestoreReason, Role, SuspendReason
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText


class ProgrammeForm(forms.Form):
    """How the programme presents itself and who may join."""

    name = explained(
        CleanText(most=NAME_MOST, label=gettext_lazy("Name of the programme")),
        seen_by=gettext_lazy("everybody, also before they join"),
    )
    welcome = explained(
        CleanText(
            most=WELCOME_MOST,
            lines=True,
            required=False,
            label=gettext_lazy("Words of welcome"),
            widget=LongText(most=WELCOME_MOST, rows=5),
        ),
        why=gettext_lazy("so that somebody who arrives knows whether this is a place for them"),
        seen_by=gettext_lazy("everybody, also before they join"),
    )
    age_rule = explained(
        forms.ChoiceField(
            label=gettext_lazy("Who may join"), choices=AgeRule.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("people confirm it when they join; those who are here already stay"),
    )
    country = explained(
        forms.ChoiceField(label=gettext_lazy("Country")),
        why=gettext_lazy("its crisis lines are shown to people who have not chosen a country"),
    )
    open_to_join = forms.BooleanField(
        required=False, label=gettext_lazy("New people can join at the moment")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places.country_choices()  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """The next version of an agreement."""

    text = CleanText(
        most=TEXT_MOST,
        lines=True,
        label=gettext_lazy("The text"),
        help_text=gettext_lazy(
            "Short sentences and plain words. An empty line begins a paragraph."
        ),
        widget=LongText(most=TEXT_MOST, rows=16),
    )
    what_changed = explained(
        CleanText(
            most=WHAT_CHANGED_MOST,
            lines=True,
            label=gettext_lazy("What changed, in a sentence or two"),
            widget=LongText(most=WHAT_CHANGED_MOST, rows=3),
        ),
        why=gettext_lazy("people who agreed before read this first"),
        seen_by=gettext_lazy("everybody in the programme"),
    )
    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            self.fields["what_changed"].required = False
            self.fields["what_changed"].widget = forms.HiddenInput()


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, held: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in Role if role not in held]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class SuspendForm(forms.Form):
    """Why somebody is suspended."""

    reason = explained(
        forms.ChoiceField(
            label=gettext_lazy("Why?"), choices=SuspendReason.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("the record of what was done keeps the reason"),
        seen_by=gettext_lazy("people who run the programme; never the members"),
    )


class RestoreForm(forms.Form):
    """Why somebody is let back in."""

    reason = explained(
        forms.ChoiceField(
            label=gettext_lazy("Why?"), choices=RestoreReason.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("the record of what was done keeps the reason"),
        seen_by=gettext_lazy("people who run the programme; never the members"),
    )
