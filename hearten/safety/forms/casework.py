"""What a moderator fills in on a case: decide, write, refer, put down a call; and what to see of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hearten.conduct.actions import LETTER_MOST, REASON_MOST, Wish
from hearten.conduct.queries import Rule
from hearten.conduct.rules import Kind, days_most
from hearten.foundation import ids
from hearten.safety.actions.cases import NOTE_MOST
from hearten.safety.models import CallOutcome, CaseNature, Referral, ReportReason
from hearten.safety.queries import Sieve
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import LongText


def _put_down(who: Any) -> CleanText:
    return explained(
        CleanText(most=NOTE_MOST, lines=True, label=who, widget=LongText(most=NOTE_MOST)),
        why=_("so that the work can go on when somebody else takes over"),
        seen_by=_("the moderator who has this case"),
    )


class ReferralForm(forms.Form):
    """To whom the person, or what they need, was referred."""

    note_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    code = forms.ChoiceField(
        label=_("To whom?"), choices=Referral.choices, widget=forms.RadioSelect
    )
    text = _put_down(_("What did you tell them, and what happens next?"))


class CallForm(forms.Form):
    """That a call was made, and how it ended."""

    note_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    code = forms.ChoiceField(
        label=_("How did it end?"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    text = _put_down(_("Whom did you call, and what was said?"))


class LetterForm(forms.Form):
    """A letter of the moderation team."""

    letter_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    text = explained(
        CleanText(
            most=LETTER_MOST, lines=True, label=_("Your letter"), widget=LongText(most=LETTER_MOST)
        ),
        why=_("so that you can ask or tell them something without deciding anything"),
        seen_by=_("this person, and moderators. They read “the moderation team”, not your name"),
    )


class MeasureForm(forms.Form):
    """What is decided or proposed about a person."""

    measure_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    what = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            ("reminder:", _("A reminder: words only")),
            ("warning:", _("A warning: they read it before they go on")),
            ("restriction:new", _("No new conversations for a time")),
            ("restriction:writing", _("No writing to others for a time, a week at most")),
            ("pause:", _("Propose a pause of the account: what they have open ends")),
            ("removal:", _("Propose to close the account")),
        ],
        widget=forms.RadioSelect,
        help_text=_("The lightest that helps. For the last two a second person must agree."),
    )
    days = WholeNumber(
        required=False,
        least=1,
        most=days_most(Kind.PAUSE),
        unit=pgettext_lazy("counted", "days"),
        label=_("For how many days, if it lasts a time?"),
    )
    rule = forms.ChoiceField(
        label=_("Which agreement is it about?"), choices=[("", _("Choose")), *Rule.choices]
    )
    gravity = forms.TypedChoiceField(
        label=_("How grave is what you read?"),
        coerce=int,
        choices=[
            (1, _("Unkind or careless")),
            (2, _("It can hurt somebody")),
            (
                3,
                _(
                    "Grave: a threat, a sexual approach, blackmail, pushing somebody to hurt themselves"
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    reason = explained(
        CleanText(
            most=REASON_MOST,
            lines=True,
            label=_("What do you tell the person?"),
            help_text=_(
                "What happened, and what you expect. Do not name who reported it, and quote nothing"
                " that would show it."
            ),
            widget=LongText(most=REASON_MOST),
        ),
        why=_("because a fair process gives a reason"),
        seen_by=_("the person, and moderators"),
    )
    urgent = forms.BooleanField(
        required=False,
        label=_("Others are in danger: the pause begins at once, for three days at most"),
        help_text=_("If no second person agrees by then, it ends by itself."),
    )

    def wish(self) -> Wish:
        """What conduct is asked for; a kind without a time takes no days."""
        given = self.cleaned_data
        kind, _colon, scope = given["what"].partition(":")
        return Wish(
            kind=Kind(kind),
            scope=scope,
            days=given["days"] if days_most(Kind(kind), scope) else None,
            rule=Rule(given["rule"]),
            gravity=given["gravity"],
            reason=given["reason"],
            urgent=given["urgent"],
        )


class SieveForm(forms.Form):
    """What to see of the list of cases. Sent by GET, so that it works without scripts."""

    who = forms.ChoiceField(
        required=False,
        label=_("Who has it"),
        choices=[
            ("", _("Anybody or nobody")),
            ("mine", _("I have it")),
            ("nobody", _("Nobody yet")),
        ],
    )
    nature = forms.ChoiceField(
        required=False, label=_("What it is about"), choices=[("", _("Both")), *CaseNature.choices]
    )
    reason = forms.ChoiceField(
        required=False, label=_("Reported as"), choices=[("", _("Anything")), *ReportReason.choices]
    )

    def sieve(self) -> Sieve:
        """What was chosen; a wrong address chooses nothing."""
        return Sieve(**(self.cleaned_data if self.is_valid() else {}))
