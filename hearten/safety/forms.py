"""What moderators and managers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import Account
from hearten.foundation import ids
from hearten.safety.actions.cases import NOTE_MOST
from hearten.safety.models import RESOLUTIONS, Case, CaseNature, CrisisLine, CrisisLineKind
from hearten.safety.queries import could_take
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText


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
        field.choices = [(one.value, one.label) for one in RESOLUTIONS[nature]]  # type: ignore[attr-defined]
        if nature == CaseNature.CONDUCT:
            field.help_text = _(
                "Suspending happens at once: they are signed out and their conversations end."
            )


class CrisisLineForm(forms.Form):
    """A number people can call. actions.save_crisis_line checks it and says what is wrong."""

    kind = forms.ChoiceField(
        label=_("What answers?"),
        choices=CrisisLineKind.choices,
        initial=CrisisLineKind.CRISIS,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(required=False, label=_("Its name"))
    phone = forms.CharField(
        required=False, label=_("Number"), help_text=_("As people there write it.")
    )
    hours = forms.CharField(
        required=False, label=_("Hours"), help_text=_("Such as: day and night, every day.")
    )
    text_to = forms.CharField(
        required=False, label=_("By text"), help_text=_("Such as: text HELLO to 50808.")
    )
    website = forms.CharField(required=False, label=_("Website"))
    note = forms.CharField(
        required=False,
        label=_("Good to know"),
        help_text=_("For whom it is, which languages, whether it is free."),
    )
    source = forms.CharField(
        required=False, label=_("Where you checked it"), help_text=_("Seen by managers only.")
    )

    def __init__(self, data: Any = None, *, line: CrisisLine | None = None) -> None:
        given = {name: getattr(line, name) for name in self.base_fields} if line else {}
        super().__init__(data, initial=given)

    def fields_given(self) -> dict[str, str]:
        """What actions.save_crisis_line takes as `fields`."""
        return {name: text for name, text in self.cleaned_data.items() if name != "kind"}
