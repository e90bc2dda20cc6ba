"""Who may read which step, and what a supporter offers."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hearten.foundation.ids import new_id
from hearten.toolkit import rules
from hearten.toolkit.queries import PlanRead, StepRead
from hearten.toolkit.rules import Part, Step
from hearten.toolkit.words import PART_WORDS, STEP_WORDS
from hearten.ui.forms import CleanText, explained


class ShareForm(forms.Form):
    """For each supporter the person is with now: the steps they may read."""

    def __init__(
        self,
        data: Any = None,
        *,
        pairings: Sequence[Any],
        plan: PlanRead,
        shares: Mapping[UUID, frozenset[Step]],
    ) -> None:
        super().__init__(data)
        self.pairing_ids = [pairing.pk for pairing in pairings]
        choices = [
            (one.step.value, _choice(number, one)) for number, one in enumerate(plan.steps, 1)
        ]
        for pairing in pairings:
            self.fields[str(pairing.pk)] = explained(
                forms.MultipleChoiceField(
                    label=_("%(name)s may read") % {"name": pairing.supporter.pseudonym},
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=[step.value for step in shares.get(pairing.pk, ())],
                ),
                why=_("so that you can look at it together"),
                seen_by=_("%(name)s alone, until your conversation ends or you change it")
                % {"name": pairing.supporter.pseudonym},
            )

    def choices(self) -> dict[UUID, frozenset[Step]]:
        """As actions.share takes them."""
        return {
            pairing_id: frozenset(Step(step) for step in self.cleaned_data[str(pairing_id)])
            for pairing_id in self.pairing_ids
        }


def _choice(number: int, one: StepRead) -> Any:
    title = f"{number}. {STEP_WORDS[one.step].title}"
    return _("%(step)s (nothing written yet)") % {"step": title} if one.is_empty else title


class SuggestForm(forms.Form):
    """A line a supporter offers."""

    part = forms.ChoiceField(label=_("For which list?"))
    text = explained(
        CleanText(
            most=rules.TEXT_MOST,
            label=_("Your suggestion"),
            help_text=_("A few words, as they would write it themselves."),
            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        ),
        seen_by=_("the person whose plan it is. They keep it or not; you are not told which"),
    )
    line = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def __init__(self, data: Any = None, *, steps: Sequence[StepRead]) -> None:
        super().__init__(data)
        chooser = self.fields["part"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - declared above
        chooser.choices = [
            (
                part.value,
                PART_WORDS[part].title if len(one.parts) > 1 else STEP_WORDS[one.step].title,
            )
            for one in steps
            for part in one.parts
        ]

    def part_chosen(self) -> Part:
        """The list it is for."""
        return Part(self.cleaned_data["part"])
