"""What moderators fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.foundation import ids
from hearten.safety.actions.cases import NOTE_MOST
from hearten.safety.models import Case, CaseNature
from hearten.safety.queries import could_take, decided_from
from hearten.safety.rules import screener
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText, OneChip


def _asked(question: Any) -> forms.ChoiceField:
    choices = [("yes", _("Yes")), ("no", _("No")), ("", _("No answer"))]
    return forms.ChoiceField(label=question, choices=choices, required=False, widget=OneChip)


class NoteForm(forms.Form):
    """A note on a case. Its id comes with the page, so that sending it twice is one note."""

    note_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    text = explained(
        CleanText(most=NOTE_MOST, lines=True, label=_("A note"), widget=LongText(most=NOTE_MOST)),
        why=_("so that the work can go on when somebody else takes over"),
        seen_by=_("the moderator who has this case"),
    )


class HandOverForm(forms.Form):
    """Who works the case from now on."""

    ANYBODY = "anybody"

    to = forms.ChoiceField(label=_("Who takes it from here?"))

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        self._people = {str(person.id): person for person in could_take(case)}
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            (self.ANYBODY, _("Anybody: put it back")),
            *((key, person.pseudonym) for key, person in self._people.items()),
        ]

    def clean_to(self) -> Account | None:
        """The person, or None to put the case back."""
        return self._people.get(self.cleaned_data["to"])


class ResolveForm(forms.Form):
    """How a case ended and why."""

    resolution = explained(
        forms.ChoiceField(
            label=_("How does it end?"),
            widget=forms.RadioSelect,
        ),
        seen_by=_("all moderators"),
    )
    reason = explained(
        CleanText(
            most=NOTE_MOST,
            lines=True,
            label=_("Why?"),
            help_text=_("What you found and what you did. Do not name who reported it."),
            widget=LongText(most=NOTE_MOST),
        ),
        why=_("because a fair process gives a reason"),
        seen_by=_("all moderators"),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data)
        nature = CaseNature(case.nature)
        field = self.fields["resolution"]
        ways = decided_from(case).resolutions(nature)
        field.choices = [(one.value, one.label) for one in ways]  # type: ignore[attr-defined]
        if nature == CaseNature.CONDUCT:
            field.help_text = _("That somebody was warned or suspended is decided before, above.")


class ScreenerForm(forms.Form):
    """The screening questions in our own words. None has to be answered; what was not answered stays
    open and is never taken for a no."""

    screening_id = forms.UUIDField(widget=forms.HiddenInput, initial=ids.new_id)
    wish = _asked(_("In the past month, have you wished not to be alive any more?"))
    thoughts = _asked(_("In the past month, have you had thoughts of killing yourself?"))
    how = _asked(_("Have you thought about how you might do it?"))
    intent = _asked(_("When you had these thoughts, did you mean to act on them, even a little?"))
    plan = _asked(_("Have you begun to work out how and when, and do you mean to carry it out?"))
    ever = _asked(
        _("Have you ever done, begun or prepared anything to end your life?"),
    )
    recent = _asked(_("Was that in the past three months?"))

    def answers(self) -> screener.Answers:
        """Yes, no, or None, by question."""
        said = {"yes": True, "no": False}
        return {one: said.get(self.cleaned_data[one.value]) for one in screener.Question}
