"""What people fill in at a meeting: something said, the two questions, hosts' words, the note."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hearten.cockpit.queries import Read
from hearten.cockpit.rules import RATINGS, WORDS_MOST
from hearten.foundation.ids import new_id
from hearten.groups.rules import MESSAGE_MOST
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import LongText

_GROUP = _("everybody in this group, nobody else")
_MEETING = _("everybody who is at this meeting, nobody else")
_PEOPLE = pgettext_lazy("counted", "people")


def _words(label: Any, **more: Any) -> CleanText:
    widget = LongText(most=WORDS_MOST, rows=3)
    return CleanText(
        label=label,
        most=WORDS_MOST,
        lines=True,
        strip=False,
        required=False,
        widget=widget,
        **more,
    )


class SayForm(forms.Form):
    """Something to be said in the room, sent once. The page has a box of its own for it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = CleanText(label=_("Your words"), most=MESSAGE_MOST, lines=True, strip=False)


class ClosingForm(forms.Form):
    """The two questions of the closing round."""

    takes = explained(
        _words(
            _("What do you take with you?"),
            help_text=_("A word or a sentence. You can leave it empty."),
        ),
        seen_by=_MEETING,
    )
    rating = explained(
        forms.TypedChoiceField(
            label=_("How was it for you?"),
            choices=[
                ("", _("I skip this")),
                (1, _("1: hard")),
                (2, "2"),
                (3, "3"),
                (4, "4"),
                (5, _("5: it did me good")),
            ],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        ),
        why=_("so that the group can see whether its meetings do people good"),
        seen_by=_("nobody: only the mean of all answers is kept, where at least four answered"),
    )

    def __init__(self, data: Any = None, *, takes: str = "", rating: int | None = None) -> None:
        assert rating is None or rating in RATINGS  # noqa: S101 - kept by the action
        super().__init__(data, initial={"takes": takes, "rating": rating or ""})


class HostForm(forms.Form):
    """Something for the other hosts, sent once."""

    words_id = forms.UUIDField(widget=forms.HiddenInput)
    text = explained(
        CleanText(
            label=_("To the other hosts"),
            most=WORDS_MOST,
            strip=False,
            widget=LongText(most=WORDS_MOST, rows=2),
        ),
        seen_by=_("host and co-hosts of this group"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"words_id": new_id()})


def _count(label: Any) -> WholeNumber:
    return WholeNumber(least=0, most=99, unit=_PEOPLE, label=label)


class NoteForm(forms.Form):
    """What hosts confirm of a meeting."""

    came = _count(_("How many came?"))
    stepped_out = _count(_("How many stepped out?"))
    stayed = _count(_("How many were there at the end?"))
    words = explained(
        _words(
            _("A word to the group, if you like"),
            help_text=_("What went well, or the next theme. No names."),
        ),
        seen_by=_GROUP,
    )

    def __init__(self, data: Any = None, *, read: Read) -> None:
        names = ("came", "stepped_out", "stayed")
        super().__init__(data, initial={name: getattr(read.note, name) for name in names})
