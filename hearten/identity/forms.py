"""What members, moderators and managers fill in about emergency details."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_MOST, Account, Programme
from hearten.accounts.queries import by_pseudonym, people_of
from hearten.foundation import ids
from hearten.identity.actions.details import DETAILS_MOST
from hearten.identity.actions.openings import REASON_MOST
from hearten.identity.actions.register import WORDS_MOST
from hearten.identity.models import Delay, Ground, Recipient, Told
from hearten.identity.queries import DetailsRead
from hearten.identity.rules import DELAY_DAYS_MOST
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText


class DetailsForm(forms.Form):
    """How to be found. Each may stay empty; all empty takes everything away."""

    name = CleanText(required=False, most=DETAILS_MOST, label=_("Your name"))
    phone = CleanText(required=False, most=DETAILS_MOST, label=_("Your phone number"))
    place = CleanText(
        required=False,
        most=DETAILS_MOST,
        lines=True,
        label=_("Where you can be found"),
        help_text=_("An address, a floor, a key with the neighbours."),
        widget=LongText(most=DETAILS_MOST),
    )
    contact = CleanText(
        required=False,
        most=DETAILS_MOST,
        lines=True,
        label=_("Whom to call"),
        help_text=_("Somebody you trust, and their number."),
        widget=LongText(most=DETAILS_MOST),
    )

    def __init__(self, data: Any = None, *, stored: DetailsRead) -> None:
        super().__init__(data, initial=stored.given())


class AskForm(forms.Form):
    """Why somebody's details should be opened."""

    reason = explained(
        CleanText(most=REASON_MOST, lines=True, label=_("Why?"), widget=LongText(most=REASON_MOST)),
        why=_("because a second person decides by it"),
        seen_by=_("the second person, managers, and afterwards the person themselves"),
    )
    delay = forms.ChoiceField(
        required=False,
        label=_("When are they told?"),
        choices=[("", _("As soon as it is shut again")), *Delay.choices],
        widget=forms.RadioSelect,
        help_text=_("Later only for one of these two grounds. A manager sees it."),
    )
    delay_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=DELAY_DAYS_MOST,
        label=_("Later by how many days? At most 30"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "min": 1, "max": DELAY_DAYS_MOST}),
    )


class _ToldForm(forms.Form):
    """What was told, to whom, on what ground."""

    what = forms.MultipleChoiceField(
        label=_("What was told?"), choices=Told.choices, widget=forms.CheckboxSelectMultiple
    )
    recipient = forms.ChoiceField(
        label=_("To whom?"), choices=Recipient.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=_("On what ground?"), choices=Ground.choices, widget=forms.RadioSelect
    )
    words = explained(
        CleanText(
            required=False,
            most=WORDS_MOST,
            lines=True,
            label=_("Which one, and their reference"),
            widget=LongText(most=WORDS_MOST),
        ),
        seen_by=_("managers, and afterwards the person themselves"),
    )


class DisclosureForm(_ToldForm):
    """What was told to somebody outside after an opening."""

    disclosure_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)


class ReleaseForm(_ToldForm):
    """What left about somebody, without an opening."""

    release_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    pseudonym = forms.CharField(
        max_length=PSEUDONYM_MOST,
        label=_("About whom?"),
        help_text=_("Their name here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    delay = AskForm.base_fields["delay"]
    delay_days = AskForm.base_fields["delay_days"]

    field_order = ("pseudonym", "what", "recipient", "ground", "words", "delay", "delay_days")

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        super().__init__(data)
        self._programme = programme
        self.fields["delay"].choices = [("", _("At once")), *Delay.choices]  # type: ignore[attr-defined]

    def clean_pseudonym(self) -> Account:
        """The person, who is or was in the programme."""
        found = by_pseudonym(self.cleaned_data["pseudonym"])
        if found is None or not people_of(self._programme).filter(pk=found.pk).exists():
            raise forms.ValidationError(_("Nobody here has this name."))
        return found
