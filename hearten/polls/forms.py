"""Asking everybody, and choosing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_MOST
from hearten.polls.queries import Shown
from hearten.polls.rules import OPTION_MOST, OPTIONS_MOST, QUESTION_MOST
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText, OneChip

_EVERYBODY_HERE = _("everybody in the programme")
_PLAIN = {"autocomplete": "off", "dir": "auto"}
_LONGEST = OPTIONS_MOST * (OPTION_MOST + 2)
_WHEN_I_CLOSE_IT = ""


class PollForm(forms.Form):
    """A question with its answers."""

    question = explained(
        CleanText(
            label=_("Your question"), most=QUESTION_MOST, widget=forms.TextInput(attrs=_PLAIN)
        ),
        seen_by=_EVERYBODY_HERE,
    )
    options = explained(
        CleanText(
            label=_("Answers to choose from"),
            help_text=_("Each on a line of its own: two to ten, a few words each."),
            most=_LONGEST,
            lines=True,
            widget=LongText(most=_LONGEST, rows=5),
        ),
        seen_by=_EVERYBODY_HERE,
    )
    several = forms.BooleanField(label=_("People may choose several answers"), required=False)
    days = forms.TypedChoiceField(
        label=_("How long can people vote?"),
        choices=[
            ("1", _("1 day")),
            ("3", _("3 days")),
            ("7", _("1 week")),
            ("14", _("2 weeks")),
            (_WHEN_I_CLOSE_IT, _("Until I close it")),
        ],
        initial="7",
        coerce=int,
        empty_value=None,
        required=False,
        widget=OneChip,
    )

    def clean_options(self) -> list[str]:
        """Each line."""
        return [line for line in self.cleaned_data["options"].split("\n") if line.strip()]


class VoteForm(forms.Form):
    """The answers of one poll; `offered` is a name for who has none in the space."""

    face = explained(
        CleanText(
            label=_("Your name in this space"),
            help_text=_(
                "You have another name in every space, so that nobody can put together what you say in "
                "two of them. Keep the one we offer, or choose one that you use nowhere else."
            ),
            most=PSEUDONYM_MOST,
            widget=forms.TextInput(attrs=_PLAIN | {"spellcheck": "false"}),
        ),
        why=_("so that one person votes once. It stands nowhere beside what you choose"),
    )

    def __init__(self, data: Any = None, *, shown: Shown, offered: str) -> None:
        super().__init__(data, initial={"face": offered})
        several = shown.poll.several
        choice = forms.TypedMultipleChoiceField if several else forms.TypedChoiceField
        self.fields["places"] = explained(
            choice(
                label=shown.poll.question,
                choices=[(str(one.place), one.text) for one in shown.rows],
                initial=self._chosen(shown),
                coerce=int,
                widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            ),
            seen_by=_("no page shows it. Everybody reads only how many chose what"),
        )
        self.order_fields(["places", "face"])
        if not offered:
            del self.fields["face"]

    @staticmethod
    def _chosen(shown: Shown) -> Any:
        mine = [str(one.place) for one in shown.rows if one.chosen]
        return mine if shown.poll.several else "".join(mine)

    def clean_places(self) -> list[int]:
        """One or several, as a list."""
        said = self.cleaned_data["places"]
        return said if isinstance(said, list) else [said]
