"""What supervisors and managers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.boundaries.actions import MOST, NOTE_MOST, Caps
from hearten.foundation import ids
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import LongText


class NoteForm(forms.Form):
    """That two people talked about it."""

    note_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    text = explained(
        CleanText(
            most=NOTE_MOST,
            lines=True,
            label=_("What you agreed"),
            help_text=_("A sentence is enough. Please name no member."),
            widget=LongText(most=NOTE_MOST),
        ),
        why=_("so that another supervisor knows where the two of you stand"),
        seen_by=_("supervisors of this programme"),
    )


class CapsForm(forms.Form):
    """A programme's caps."""

    crisis_hours = explained(
        WholeNumber(
            label=_("Crisis work one person does in a week, at most"),
            least=1,
            most=MOST["crisis_hours"],
            unit=_("hours"),
        ),
        why=_("so that nobody is worn out by other people’s danger"),
    )
    break_hours = explained(
        WholeNumber(
            label=_("The break after that, at least"),
            least=1,
            most=MOST["break_hours"],
            unit=_("hours"),
        ),
        why=_("so that rest is really rest. It lasts at least until the week is over"),
    )
    days_on = explained(
        WholeNumber(
            label=_(
                "Days something goes on after a supporter was told, before a supervisor sees it"
            ),
            least=1,
            most=MOST["days_on"],
            unit=_("days"),
        ),
        why=_("so that supporters can put it right themselves first"),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, int]) -> None:
        super().__init__(data, initial=initial)

    def caps(self) -> Caps:
        """For actions.save_boundary_settings."""
        return Caps(**self.cleaned_data)
