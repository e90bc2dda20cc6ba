"""What people fill in who are decided about, and who decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hearten.conduct.actions import ANSWER_MOST, LETTER_MOST, WORDS_MOST, Lighter
from hearten.conduct.models import APPEAL_DAYS_MOST, ConductSettings, Measure, Outcome
from hearten.conduct.rules import Kind, Scope, days_most, is_lighter
from hearten.foundation import ids
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import LongText


class AppealForm(forms.Form):
    """Why the person sees it otherwise."""

    words = explained(
        CleanText(
            most=WORDS_MOST,
            lines=True,
            label=_("How do you see it?"),
            help_text=_("In your own words. A few are enough."),
            widget=LongText(most=WORDS_MOST),
        ),
        why=_("so that somebody new can look at it with your eyes too"),
        seen_by=_("the people who decide about it"),
    )


class LetterForm(forms.Form):
    """An answer to the moderation team. Its id comes with the page, so that twice is once."""

    letter_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    text = explained(
        CleanText(
            most=LETTER_MOST, lines=True, label=_("Your answer"), widget=LongText(most=LETTER_MOST)
        ),
        why=_("so that your side is heard"),
        seen_by=_("the moderation team"),
    )


_BECOMES = {
    (Kind.REMINDER, ""): _("A reminder"),
    (Kind.WARNING, ""): _("A warning"),
    (Kind.RESTRICTION, Scope.NEW): _("No new conversations for a time"),
    (Kind.RESTRICTION, Scope.WRITING): _("No writing to others for a time"),
    (Kind.PAUSE, ""): _("A pause, or a shorter one"),
}


class DecideForm(forms.Form):
    """How an appeal ends, and what the person is told."""

    outcome = forms.ChoiceField(
        label=_("What do you decide?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    becomes = forms.ChoiceField(
        required=False, label=_("If it becomes lighter: what is it then?"), choices=[]
    )
    days = WholeNumber(
        required=False,
        least=1,
        most=days_most(Kind.PAUSE),
        unit=pgettext_lazy("counted", "days"),
        label=_("If it lasts a time: how many days from now?"),
    )
    answer = explained(
        CleanText(
            most=ANSWER_MOST,
            lines=True,
            label=_("What do you tell the person?"),
            help_text=_("Say what you looked at and why you decide so. Name nobody."),
            widget=LongText(most=ANSWER_MOST),
        ),
        why=_("because a fair process gives a reason"),
        seen_by=_("the person, and moderators"),
    )

    def __init__(self, data: Any = None, *, measure: Measure) -> None:
        super().__init__(data)
        now = (Kind(measure.kind), measure.scope, measure.until)
        choices = [
            (f"{kind}:{scope}", words)
            for (kind, scope), words in _BECOMES.items()
            if kind == now[0] or is_lighter(kind, scope, None, than=now)
        ]
        self.fields["becomes"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    def lighter(self) -> Lighter | None:
        """What it becomes, if anything was chosen; a kind without a time takes no days."""
        kind, _colon, scope = self.cleaned_data["becomes"].partition(":")
        if self.cleaned_data["outcome"] != Outcome.CHANGED or not kind:
            return None
        days = self.cleaned_data["days"] if days_most(Kind(kind), scope) else None
        return Lighter(kind=Kind(kind), scope=scope, days=days)


class PromiseForm(forms.Form):
    """Within how many days an appeal is answered."""

    appeal_days = WholeNumber(
        least=1,
        most=APPEAL_DAYS_MOST,
        unit=pgettext_lazy("counted", "days"),
        label=_("Days until somebody who asks for another look has an answer"),
        help_text=_(
            "It is promised to them with the date. What is late stands on top of the list."
        ),
    )

    def __init__(self, data: Any = None, *, stored: ConductSettings) -> None:
        super().__init__(data, initial={"appeal_days": stored.appeal_days})
