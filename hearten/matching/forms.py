"""What people type: asking, answering, endings' questions, a supporter's room, a programme's times."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.foundation.errors import Invalid
from hearten.foundation.text import clean_text
from hearten.matching.actions import (
    BOUNDARIES_MOST,
    FEEDBACK_MOST,
    HANDOVER_MOST,
    WORDS_MOST,
    Times,
)
from hearten.matching.models import CAPACITY_MOST, MINUTES_MOST, PROPOSALS_MOST, Boundary
from hearten.ui.forms import WholeNumber, explained
from hearten.ui.templatetags.ui import minutes_in_words
from hearten.ui.widgets import Chips, LongText, OneChip

_ASKED = _("the one supporter who is asked, before they say yes; nobody else")


class Words(forms.CharField):
    """A text by foundation.text.clean_text, whose objections become the field's errors."""

    def __init__(self, *, most: int, rows: int = 4, **other: Any) -> None:
        super().__init__(widget=LongText(most=most, rows=rows), **other)
        self.most = most
        self.validators = []  # clean_text says all of it, in kinder words

    def clean(self, value: Any) -> str:
        """The text in its clean form."""
        try:
            return clean_text(str(value or ""), most=self.most, required=self.required)
        except Invalid as error:
            raise ValidationError(error.message, code=error.code) from error


class AskForm(forms.Form):
    """How soon, a few words, and who chooses."""

    kind = explained(
        forms.ChoiceField(
            label=_("What would help?"),
            choices=[
                ("now", _("Somebody to talk to now")),
                ("weeks", _("Somebody for the coming weeks")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the two.")},
        ),
        why=_("so that we ask somebody who has that kind of time"),
    )
    words = explained(
        Words(
            most=WORDS_MOST,
            required=False,
            label=_("What is going on?"),
            help_text=_("A few words are enough. It does not need to be well said."),
        ),
        why=_("so that a supporter can tell whether they are the right person"),
        seen_by=_ASKED,
    )
    who_chooses = explained(
        forms.ChoiceField(
            label=_("Who chooses whom we ask?"),
            choices=[
                ("queue", _("Hearten asks whoever fits best. This is the fastest way.")),
                ("member", _("I would like to choose from three people who fit.")),
            ],
            initial="queue",
            required=False,
            widget=forms.RadioSelect,
        ),
        why=_("so that it goes the way you like. If you skip it, we ask whoever fits best"),
    )

    def wants_to_choose(self) -> bool:
        """Whether the choice stays with the member; a skipped field leaves it to the queue."""
        return bool(self.cleaned_data["who_chooses"] == "member")


_SCALE = [
    ("5", _("Very much")),
    ("4", _("Much")),
    ("3", _("Somewhat")),
    ("2", _("A little")),
    ("1", _("Not at all")),
]


def _mark(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_SCALE,
        widget=OneChip,
        required=False,
        coerce=int,
        empty_value=None,
    )


class SupporterFeedbackForm(forms.Form):
    """What a supporter may say afterwards. Marks are asked of members alone."""

    words = explained(
        Words(most=FEEDBACK_MOST, required=False, label=_("Anything you would like to say?")),
        why=_("so that the programme learns what helps"),
        seen_by=_("the programme's managers, without your name; never the other person"),
    )


class FeedbackForm(SupporterFeedbackForm):
    """A member's three questions; each can be skipped."""

    felt_heard = explained(
        _mark(_("Did you feel heard?")),
        why=_("so that the programme learns what helps"),
        seen_by=_("managers and the other person, only as a mean of at least five people"),
    )
    found_useful = explained(
        _mark(_("Was it useful to you?")),
        why=_("so that the programme learns what helps"),
        seen_by=_("managers and the other person, only as a mean of at least five people"),
    )
    field_order = ("felt_heard", "found_useful", "words")


class HandoverForm(forms.Form):
    """What a supporter passes on."""

    handover = explained(
        Words(
            most=HANDOVER_MOST,
            rows=7,
            label=_("What would help the next supporter to know?"),
            help_text=_("Write it as if they read it beside you: they read it first."),
        ),
        why=_("so that nobody has to start from nothing"),
        seen_by=_("the person it is about, first. The next supporter only if they say yes"),
    )
    handover_to = explained(
        forms.ModelChoiceField(
            queryset=Account.objects.none(),
            required=False,
            label=_("A colleague you would suggest"),
            empty_label=_("Whoever fits"),
        ),
        why=_("so that they are asked first, if they have room"),
        seen_by=_("the person it is about"),
    )

    def __init__(self, *args: Any, colleagues: Any, **other: Any) -> None:
        super().__init__(*args, **other)
        field = self.fields["handover_to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = colleagues


class SupporterForm(forms.Form):
    """Room and boundaries card."""

    capacity = explained(
        WholeNumber(
            label=_("How many people can you be with at once?"),
            least=0,
            most=CAPACITY_MOST,
            unit=_("people"),
            help_text=_("Fewer is fine. If you set less than you have now, nobody is sent away."),
        ),
        why=_("so that we never ask more of you than you can give"),
        seen_by=_("you and the programme's managers"),
    )
    boundaries = explained(
        forms.MultipleChoiceField(
            label=_("Your boundaries"),
            choices=Boundary.choices,
            widget=Chips,
            required=False,
        ),
        why=_("so that people know what they can expect of you"),
        seen_by=_("people you are suggested to, and those you are with"),
    )
    words = explained(
        Words(most=BOUNDARIES_MOST, required=False, label=_("In your own words")),
        why=_("such as the times at which you answer"),
        seen_by=_("people you are suggested to, and those you are with"),
    )


def _minutes(label: Any) -> WholeNumber:
    return _time(label, why=_("after this time somebody else is asked"))


def _choosing_minutes(label: Any) -> WholeNumber:
    return _time(label, why=_("after this time we ask whoever fits best"))


def _time(label: Any, *, why: Any) -> WholeNumber:
    field = WholeNumber(label=label, least=1, most=MINUTES_MOST, unit=_("minutes"))
    return explained(field, why=why)


class TimesForm(forms.Form):
    """A programme's answer times, in minutes."""

    supporter_minutes_now = _minutes(_("Supporters, when somebody needs a person now"))
    member_minutes_now = _minutes(_("Members, when they need a person now"))
    supporter_minutes_weeks = _minutes(_("Supporters, for the coming weeks"))
    member_minutes_weeks = _minutes(_("Members, for the coming weeks"))
    choose_minutes_now = _choosing_minutes(
        _("Members who choose themselves, when they need a person now")
    )
    choose_minutes_weeks = _choosing_minutes(
        _("Members who choose themselves, for the coming weeks")
    )
    open_proposals_most = explained(
        WholeNumber(
            label=_("Questions one supporter has before them at once, at most"),
            least=1,
            most=PROPOSALS_MOST,
            unit=_("questions"),
        ),
        why=_("so that each question can be read in peace"),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, int]) -> None:
        super().__init__(data, initial=initial)
        for name, minutes in initial.items():
            if "minutes" in name:
                said = {"time": minutes_in_words(minutes)}
                self.fields[name].help_text = gettext("At the moment: %(time)s.") % said

    def times(self) -> Times:
        """For actions.save_matching_settings."""
        return Times(**self.cleaned_data)
