"""What people fill in: a message, an ending, a report."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.attachments.rules import MOST_TOGETHER
from hearten.conversations.models import CLOSING_MOST, MESSAGE_MOST, Reaction
from hearten.conversations.rules import MOST_SEQ
from hearten.foundation.finding import words_of
from hearten.matching.queries import RULED_ENDINGS, EndReason
from hearten.safety.queries import report_reasons
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText

HANDOVER_MOST = 2000
REPORT_MOST = 2000
SEARCH_MOST = 100


class LongCleanText(CleanText):
    """Several lines of it, kept as typed at the ends until it is clean."""

    def __init__(self, *, most: int, rows: int = 4, **kwargs: Any) -> None:
        widget = LongText(most=most, rows=rows)
        super().__init__(most=most, lines=True, widget=widget, strip=False, **kwargs)


class EditForm(forms.Form):
    """Other words for a message. `client_id` was given with the page: sent twice, it is one change."""

    text = LongCleanText(label=_("Your message"), most=MESSAGE_MOST)
    client_id = forms.UUIDField(widget=forms.HiddenInput)


class Uploads(forms.Field):
    """Ids of what was uploaded before; what is no id is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        """Django's hook."""
        return [one for one in map(_uuid, value or ()) if one is not None][:MOST_TOGETHER]


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


class UploadForm(forms.Form):
    """A picture or a sound, and what is on it. What it is, is looked at when it is kept."""

    picture = forms.FileField(required=False, allow_empty_file=True)
    sound = forms.FileField(required=False, allow_empty_file=True)
    words = forms.CharField(required=False)


class MessageForm(EditForm, UploadForm):
    """One message, sent once as a change is; `about` is the one it answers. With a picture or a sound,
    new or uploaded before, it may have no words."""

    text = LongCleanText(label=_("Your message"), most=MESSAGE_MOST, required=False)
    uploads = Uploads(required=False)

    about = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_SEQ, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be in it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "text" in cleaned and not any(
            cleaned.get(name) for name in ("text", "picture", "sound", "uploads")
        ):
            self.add_error("text", _("Please write something first."))
        return cleaned


class SearchForm(forms.Form):
    """Words to look for in one's conversations, and where an earlier search stopped."""

    words = CleanText(
        label=_("Words to look for"),
        most=SEARCH_MOST,
        # Not among what the browser offers the next person who types here.
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_words(self) -> tuple[str, ...]:
        """Each word, as texts are compared."""
        words = words_of(self.cleaned_data["words"])
        if not words:  # signs that comparing leaves out
            raise forms.ValidationError(_("Please write something first."), code="empty")
        return words


class TalkSettingsForm(forms.Form):
    """How all of a person's conversations are."""

    shows_read = explained(
        forms.BooleanField(
            label=_("Show how far I have read"),
            help_text=_(
                "It is off until you turn it on. With it on, you see “Read” beside your newest message "
                "that was read, if the other person has it on too."
            ),
            required=False,
        ),
        why=_("so that nobody is watched while they read, unless they want it"),
        seen_by=_("the person you talk with: how far you have read, never when"),
    )


class ReactionForm(forms.Form):
    """One button: a reaction put there, or taken back."""

    on = forms.ChoiceField(choices=Reaction.choices, required=False)
    off = forms.ChoiceField(choices=Reaction.choices, required=False)


_WHY_CLOSING = _("so that nobody is left wondering")
_WHY_HANDOVER = _("so that they do not have to begin from nothing")
_REASONS = [
    (reason.value, reason.label)
    for reason in EndReason
    if reason not in (*RULED_ENDINGS, EndReason.NO_REASON)
]


class EndForm(forms.Form):
    """Saying goodbye."""

    closing_words = LongCleanText(
        label=_("Your closing message"),
        help_text=_("A few words are enough. Send these as they are, or change them."),
        most=CLOSING_MOST,
        rows=5,
    )
    reason = explained(
        forms.ChoiceField(
            label=_("Why now?"), choices=_REASONS, widget=forms.RadioSelect, required=False
        ),
        why=_("so that the next pairing fits better"),
        seen_by=_("the programme. The other person is not told"),
    )
    never_again = explained(
        forms.BooleanField(label=_("Please do not pair us again"), required=False),
        seen_by=_("only the matching, which keeps to it. The other person is not told"),
    )

    def __init__(self, *args: Any, other: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen_by = _("you and %(other)s") % {"other": other}
        explained(self.fields["closing_words"], why=_WHY_CLOSING, seen_by=seen_by)


class MemberEndForm(EndForm):
    """The one who was supported may look for somebody new at once."""

    next_step = explained(
        forms.ChoiceField(
            label=_("What would you like next?"),
            choices=[
                ("nothing", _("Nothing for now")),
                ("ask_again", _("Look for somebody new. The time I waited before counts")),
            ],
            widget=forms.RadioSelect,
            initial="nothing",
            required=False,
        ),
        why=_("so that you do not start at the end of the line again"),
    )


class SupporterEndForm(EndForm):
    """The one who supported may pass something on."""

    handover = LongCleanText(
        label=_("Words for the next supporter"),
        help_text=_("What helped, what was hard, how they like to talk."),
        most=HANDOVER_MOST,
        required=False,
    )
    handover_to = explained(
        forms.ModelChoiceField(
            label=_("A colleague who might fit"),
            queryset=Account.objects.none(),
            required=False,
            empty_label=_("Whoever fits"),
        ),
        why=_("so that the handover can be to somebody you know"),
    )

    def __init__(
        self, *args: Any, colleagues: QuerySet[Account], other: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, other=other, **kwargs)
        chooser = self.fields["handover_to"]
        assert isinstance(chooser, forms.ModelChoiceField)  # noqa: S101 - declared above
        chooser.queryset = colleagues
        seen_by = _("%(other)s reads it first and decides whether it is passed on") % {
            "other": other
        }
        explained(self.fields["handover"], why=_WHY_HANDOVER, seen_by=seen_by)

    def clean(self) -> dict[str, Any]:
        """A colleague without words would be told nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("handover_to") and not cleaned.get("handover"):
            self.add_error("handover", _("Please write what to pass on, or choose nobody."))
        return cleaned


class ReportForm(forms.Form):
    """Telling moderators about one message."""

    reason = explained(
        forms.ChoiceField(
            label=_("What is it about?"), choices=report_reasons, widget=forms.RadioSelect
        ),
        why=_("so that the right person looks at it, and danger comes first"),
    )
    words = explained(
        LongCleanText(label=_("Anything to add"), most=REPORT_MOST, required=False),
        why=_("so that a moderator understands what happened"),
        seen_by=_("moderators of your programme"),
    )
    also_block = forms.BooleanField(
        label=_("Block this person as well"),
        help_text=_("Blocking ends your conversation, and you will not be paired again."),
        required=False,
    )
