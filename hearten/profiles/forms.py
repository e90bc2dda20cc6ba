"""The sections of a profile, each a form that saves alone, and the manager's topic form."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from hearten.profiles import rules, words
from hearten.profiles.models import Topic, TopicKind
from hearten.profiles.queries import ProfileFacts, name_in
from hearten.profiles.rules import ProfileAnswers
from hearten.ui.forms import CleanText, explained
from hearten.ui.widgets import Chips, LongText, OneChip, WeeklyHours

_ONLY_SHARED = _("somebody we suggest to you sees only what they share with you")
_BEFORE_YES = _("somebody we suggest to you, before you both say yes")
_NOBODY = _("nobody; we use it only to choose")


class TopicsField(forms.MultipleChoiceField):
    """Topics of the taxonomy as chips, headed by kind. Cleans to ids."""

    widget = Chips

    def offer(self, topics: Sequence[Topic], language: str) -> None:
        """Set the choices, named in a language."""
        self.choices = [
            (kind.label, [(str(t.id), name_in(t, language)) for t in topics if t.kind == kind])
            for kind in TopicKind
            if any(topic.kind == kind for topic in topics)
        ]

    def clean(self, value: Any) -> frozenset[UUID]:
        """The ids chosen, each one of those offered."""
        return frozenset(UUID(one) for one in super().clean(value))


class SectionForm(forms.Form):
    """One section. `facts` fills it, `answers` is what the person said."""

    def __init__(
        self,
        data: Any = None,
        *,
        facts: ProfileFacts,
        topics: Sequence[Topic] = (),
        language: str = "en",
    ) -> None:
        super().__init__(data, initial=self.initial_from(facts))
        self.prepare(facts, topics, language)

    def initial_from(self, facts: ProfileFacts) -> dict[str, Any]:
        """What was said before, by field name."""
        return {name: getattr(facts, name) for name in self.base_fields}

    def prepare(self, facts: ProfileFacts, topics: Sequence[Topic], language: str) -> None:
        """Fill in choices that depend on the person or the programme."""

    def answers(self) -> ProfileAnswers:
        """What was answered, for actions.save_profile."""
        return ProfileAnswers(**self.cleaned_data)


class LivedForm(SectionForm):
    """What I live with."""

    lived = explained(
        TopicsField(
            required=False,
            label=_("What do you know from your own life?"),
            help_text=_("Choose as many as you like. These are only words to find each other by."),
        ),
        why=_("so that we can look for somebody who has lived something like it"),
        seen_by=_ONLY_SHARED,
    )

    def initial_from(self, facts: ProfileFacts) -> dict[str, Any]:
        """Ids as the widget holds them."""
        return {"lived": [str(one) for one in facts.lived]}

    def prepare(self, facts: ProfileFacts, topics: Sequence[Topic], language: str) -> None:
        """The taxonomy."""
        self.fields["lived"].offer(topics, language)  # type: ignore[attr-defined]


def _language_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label)


class TalkingForm(SectionForm):
    """How I like to talk."""

    language_1 = explained(
        _language_field(_("Language you like best for talking")),
        why=_("so that you can talk in words that come easily"),
        seen_by=_ONLY_SHARED,
    )
    language_2 = _language_field(_("Another language you speak well"))
    language_3 = _language_field(_("One more"))
    channels = explained(
        forms.MultipleChoiceField(
            required=False,
            label=_("How would you like to talk?"),
            choices=words.CHANNELS,
            widget=Chips,
        ),
        why=_("so that we look for somebody who can talk this way"),
        seen_by=_ONLY_SHARED,
    )
    pronouns = explained(
        CleanText(
            most=rules.PRONOUNS_MOST,
            required=False,
            label=_("Your pronouns"),
            help_text=_("Such as she/her, he/him, they/them, or your own words."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        ),
        why=_("so that people speak of you as you wish"),
        seen_by=_BEFORE_YES,
    )

    def initial_from(self, facts: ProfileFacts) -> dict[str, Any]:
        """Languages one by one. Before anything was said, the one the pages are read in."""
        spoken = facts.languages or ((facts.reading_language,) if facts.reading_language else ())
        return {
            "channels": list(facts.channels),
            "pronouns": facts.pronouns,
            **{f"language_{place}": code for place, code in enumerate(spoken, start=1)},
        }

    def prepare(self, facts: ProfileFacts, topics: Sequence[Topic], language: str) -> None:
        """The reader's languages come first in the list."""
        choices = rules.language_choices((*facts.languages, facts.reading_language or language))
        for name in ("language_1", "language_2", "language_3"):
            self.fields[name].choices = [("", _("Not chosen")), *choices]  # type: ignore[attr-defined]

    def answers(self) -> ProfileAnswers:
        """Languages in their order, each once."""
        given = [self.cleaned_data[f"language_{place}"] for place in (1, 2, 3)]
        return ProfileAnswers(
            languages=[code for code in dict.fromkeys(given) if code],
            channels=self.cleaned_data["channels"],
            pronouns=self.cleaned_data["pronouns"],
        )


class TimesForm(SectionForm):
    """When I am free."""

    free_parts = explained(
        WeeklyHours(
            required=False,
            label=_("When are you often free?"),
            help_text=_(
                "Roughly is enough, on your own clock. Morning is from 6 to 12, afternoon to 18,"
                " evening to midnight."
            ),
        ),
        why=_("so that we find somebody who is free when you are"),
        seen_by=_ONLY_SHARED,
    )


class WishesForm(SectionForm):
    """What I wish for."""

    wishes = explained(
        CleanText(
            most=rules.WORDS_MOST,
            lines=True,
            required=False,
            label=_("What would you like a supporter to know?"),
            help_text=_("In your own words. What helps you, what to be careful with."),
            widget=LongText(most=rules.WORDS_MOST),
        ),
        why=_("so that you do not have to explain it at the start"),
        seen_by=_("a supporter we ask for you, before they say yes"),
    )
    no_go = explained(
        TopicsField(required=False, label=_("What would you rather not talk about?")),
        why=_("so that we never choose somebody because of it"),
        seen_by=_NOBODY,
    )
    wished_pronouns = explained(
        forms.ChoiceField(
            required=False,
            label=_("Would you feel better with somebody who uses these pronouns?"),
            choices=[("", _("It does not matter")), *words.PRONOUNS],
            widget=OneChip,
        ),
        why=_("because some things are easier to say to some people"),
        seen_by=_NOBODY,
    )

    def initial_from(self, facts: ProfileFacts) -> dict[str, Any]:
        """Ids as the widget holds them."""
        return {
            "wishes": facts.wishes,
            "no_go": [str(one) for one in facts.no_go],
            "wished_pronouns": facts.wished_pronouns,
        }

    def prepare(self, facts: ProfileFacts, topics: Sequence[Topic], language: str) -> None:
        """The taxonomy, and a wish in other words than ours if there is one."""
        self.fields["no_go"].offer(topics, language)  # type: ignore[attr-defined]
        wished = facts.wished_pronouns
        if wished and wished not in rules.PRONOUNS:
            self.fields["wished_pronouns"].choices.append((wished, wished))  # type: ignore[attr-defined]


class IntroductionForm(SectionForm):
    """A supporter's few words."""

    introduction = explained(
        CleanText(
            most=rules.WORDS_MOST,
            lines=True,
            required=False,
            label=_("A few words about you"),
            help_text=_("Two or three sentences. No full name, address or number, please."),
            widget=LongText(most=rules.WORDS_MOST),
        ),
        why=_("so that people know a little about whom they would talk with"),
        seen_by=_BEFORE_YES,
    )


class TopicForm(forms.Form):
    """An entry of the taxonomy with its translations."""

    name = CleanText(
        most=rules.TOPIC_NAME_MOST,
        label=_("Name"),
        help_text=_("Plain words people use for themselves."),
    )

    def __init__(self, data: Any = None, *, topic: Topic | None = None) -> None:
        given = {f"name_{code}": text for code, text in (topic.names if topic else {}).items()}
        super().__init__(data, initial={"name": topic.name if topic else "", **given})
        for code, _name in settings.LANGUAGES:
            if code != settings.LANGUAGE_CODE:
                info = get_language_info(code)
                self.fields[f"name_{code}"] = CleanText(
                    most=rules.TOPIC_NAME_MOST,
                    required=False,
                    label=info["name_local"].capitalize(),
                    help_text=_("Without one, the name above is shown."),
                    widget=forms.TextInput(attrs={"lang": code, "dir": "auto"}),
                )

    def names(self) -> dict[str, str]:
        """Language code to name, as actions.save_topic takes it."""
        return {
            field.removeprefix("name_"): text
            for field, text in self.cleaned_data.items()
            if field.startswith("name_")
        }
