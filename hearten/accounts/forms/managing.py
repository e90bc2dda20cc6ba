"""What managers fill in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hearten.accounts import places
from hearten.accounts.actions.agreements import TEXT_MOST, WHAT_CHANGED_MOST, AgreementWords
from hearten.accounts.actions.programmes import NAME_MOST, WELCOME_MOST
from hearten.accounts.models import LANGUAGES, AgeRule, RestoreReason, Role, SuspendReason
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import LongText


class ProgrammeForm(forms.Form):
    """How the programme presents itself and who may join."""

    name = explained(
        CleanText(most=NAME_MOST, label=gettext_lazy("Name of the programme")),
        seen_by=gettext_lazy("everybody, also before they join"),
    )
    language = explained(
        forms.ChoiceField(
            label=gettext_lazy("Main language"),
            choices=settings.LANGUAGES,
            widget=forms.RadioSelect,
        ),
        why=gettext_lazy(
            "a text that is not there in somebody’s language is shown to them in this one"
        ),
    )
    age_rule = explained(
        forms.ChoiceField(
            label=gettext_lazy("Who may join"), choices=AgeRule.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("people confirm it when they join; those who are here already stay"),
    )
    country = explained(
        forms.ChoiceField(label=gettext_lazy("Country")),
        why=gettext_lazy("its crisis lines are shown to people who have not chosen a country"),
    )
    open_to_join = forms.BooleanField(
        required=False, label=gettext_lazy("New people can join at the moment")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places.country_choices()  # type: ignore[attr-defined]
        for code in LANGUAGES:
            self.fields[f"welcome_{code}"] = _welcome_field(code)
        self.order_fields(["name", "language", *(f"welcome_{code}" for code in LANGUAGES)])

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        welcomes = {code: data.pop(f"welcome_{code}") for code in LANGUAGES}
        return {**data, "age_rule": AgeRule(data["age_rule"]), "welcomes": welcomes}


def _welcome_field(code: str) -> CleanText:
    return explained(
        CleanText(
            most=WELCOME_MOST,
            lines=True,
            required=False,
            label=_("Words of welcome in %(language)s") % {"language": places.language_name(code)},
            widget=_text_box(code, most=WELCOME_MOST, rows=5),
        ),
        why=gettext_lazy("so that somebody who arrives knows whether this is a place for them"),
        seen_by=gettext_lazy("everybody, also before they join"),
    )


def _text_box(code: str, *, most: int, rows: int) -> LongText:
    box = LongText(most=most, rows=rows)
    box.attrs |= places.writing_attrs(code)
    return box


class AgreementWordsForm(forms.Form):
    """One version of an agreement in one language."""

    follows = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    """The version the writer saw."""

    def __init__(self, *args: Any, language: str, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.first = first
        self._add(language, "")

    def words(self) -> dict[str, Any]:
        """What the action takes of the words."""
        return {name: self.cleaned_data[name] for name in ("text", "what_changed")}

    def shown(self) -> list[tuple[str, AgreementWords]]:
        """What will be published, by language."""
        return [(self.language, AgreementWords(**AgreementWordsForm.words(self)))]

    def carried(self) -> list[forms.BoundField]:
        """Every field, to be sent along while the words are looked at."""
        return list(self)

    def _add(self, language: str, suffix: str) -> None:
        self.fields[f"text{suffix}"] = CleanText(
            most=TEXT_MOST,
            lines=True,
            required=not suffix,
            label=_("The text in %(language)s") % {"language": places.language_name(language)},
            help_text=_("Short sentences and plain words. An empty line begins a paragraph."),
            widget=_text_box(language, most=TEXT_MOST, rows=16),
        )
        self.fields[f"what_changed{suffix}"] = explained(
            CleanText(
                most=WHAT_CHANGED_MOST,
                lines=True,
                required=not suffix and not self.first,
                label=_("What changed, in a sentence or two, in %(language)s")
                % {"language": places.language_name(language)},
                widget=_text_box(language, most=WHAT_CHANGED_MOST, rows=3),
            ),
            why=gettext_lazy("people who agreed before read this first"),
            seen_by=gettext_lazy("everybody in the programme"),
        )
        if self.first:
            self.fields[f"what_changed{suffix}"].widget = forms.HiddenInput()


class AgreementForm(AgreementWordsForm):
    """The next version of an agreement: in the main language, and in others as far as it is ready.

    A translation begins with the words of the version before. Left as it is, without a word about
    what changed, it is not published: it would say what no longer holds.
    """

    def __init__(self, *args: Any, standing: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.others = [code for code in LANGUAGES if code != self.language]
        self.initial.setdefault("text", standing.get(self.language, ""))
        for code in self.others:
            self._add(code, f"_{code}")
            self.initial.setdefault(f"text_{code}", standing.get(code, ""))

    def clean(self) -> dict[str, Any]:
        """What changed is said in each language, or the translation waits."""
        data = super().clean() or {}
        for code in self.others:
            text, what = data.get(f"text_{code}"), data.get(f"what_changed_{code}")
            if what and text == "":
                self.add_error(f"text_{code}", _("Please write the text too, or empty both."))
            elif text and what == "" and not self.first and text != self.standing.get(code):
                words = _("Please say what changed, or empty the text to add it later.")
                self.add_error(f"what_changed_{code}", words)
        return data

    def translations(self) -> dict[str, AgreementWords]:
        """What is ready in other languages."""
        data = self.cleaned_data
        written = {
            code: AgreementWords(data[f"text_{code}"], data[f"what_changed_{code}"])
            for code in self.others
        }
        return {
            code: words
            for code, words in written.items()
            if words.text and (self.first or words.what_changed)
        }

    def words(self) -> dict[str, Any]:
        """What the action takes of the words."""
        return {**super().words(), "translations": self.translations()}

    def shown(self) -> list[tuple[str, AgreementWords]]:
        """What will be published, by language; the main one first."""
        return [*super().shown(), *self.translations().items()]

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each language but the main one."""
        return [
            (code, [self[f"text_{code}"], self[f"what_changed_{code}"]]) for code in self.others
        ]


class RoleForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, held: frozenset[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, role.label) for role in Role if role not in held]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class SuspendForm(forms.Form):
    """Why somebody is suspended."""

    reason = explained(
        forms.ChoiceField(
            label=gettext_lazy("Why?"), choices=SuspendReason.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("the record of what was done keeps the reason"),
        seen_by=gettext_lazy("people who run the programme; never the members"),
    )


class RestoreForm(forms.Form):
    """Why somebody is let back in."""

    reason = explained(
        forms.ChoiceField(
            label=gettext_lazy("Why?"), choices=RestoreReason.choices, widget=forms.RadioSelect
        ),
        why=gettext_lazy("the record of what was done keeps the reason"),
        seen_by=gettext_lazy("people who run the programme; never the members"),
    )
