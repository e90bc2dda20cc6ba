"""What people fill in: a group, how they come, what hosts write."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hearten.accounts.models import PSEUDONYM_MOST
from hearten.foundation.ids import new_id
from hearten.groups.models import Entry, Group
from hearten.groups.rules import (
    AGREEMENTS_MOST,
    ANSWERS_MOST,
    INTRODUCTION_MOST,
    MESSAGE_MOST,
    MINUTES,
    MINUTES_LEAST,
    MINUTES_MOST,
    NAME_MOST,
    PLACES,
    PLACES_LEAST,
    PLACES_MOST,
    PURPOSE_MOST,
    QUESTION_MOST,
    QUESTIONS_MOST,
    REPORT_MOST,
    WORDS_MOST,
)
from hearten.profiles.rules import language_choices
from hearten.safety.queries import report_reasons
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import DayAndClock, LongText

_PLAIN = {"autocomplete": "off", "dir": "auto"}
_PROGRAMME = _("everybody in the programme who may see the group")
_GROUP = _("everybody in this group, nobody else")
_ENTRY = (
    (Entry.OPEN, _("Open: whoever accepts the agreements is in at once")),
    (Entry.REQUEST, _("By request: you read what people write and decide")),
    (Entry.CLOSED, _("Closed: it stands in no list; people come with a code you give them")),
)


def _long(label: Any, *, most: int, rows: int = 4, **kwargs: Any) -> CleanText:
    widget = LongText(most=most, rows=rows)
    return CleanText(label=label, most=most, lines=True, strip=False, widget=widget, **kwargs)


class GroupForm(forms.Form):
    """What a group is."""

    name = explained(
        CleanText(
            label=_("What is it called?"),
            help_text=_("A few words, such as “Awake at three” or “After the clinic”."),
            most=NAME_MOST,
            widget=forms.TextInput(attrs=_PLAIN),
        ),
        seen_by=_PROGRAMME,
    )
    purpose = explained(
        CleanText(
            label=_("What is it about, and for whom?"),
            help_text=_("A sentence or two, in the language people use there. No names."),
            most=PURPOSE_MOST,
            widget=LongText(most=PURPOSE_MOST, rows=3),
        ),
        seen_by=_PROGRAMME,
    )
    language = forms.ChoiceField(label=_("Language people mostly use there"))
    entry = forms.ChoiceField(
        label=_("How do people come in?"), choices=_ENTRY, widget=forms.RadioSelect
    )
    size_limit = explained(
        WholeNumber(
            least=PLACES_LEAST,
            most=PLACES_MOST,
            unit=pgettext_lazy("counted", "people"),
            label=_("For how many people, with you?"),
            help_text=_("Six to eight is good to begin with. Who comes later waits for a place."),
        ),
        why=_("so that everybody has time to speak"),
    )

    def __init__(self, data: Any = None, *, first: str, group: Group | None = None) -> None:
        super().__init__(data, initial=_said(group) if group else _usual(first))
        ahead = (group.language if group else first, first, *dict(settings.LANGUAGES))
        chooser = self.fields["language"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - declared above
        chooser.choices = language_choices(ahead)


def _usual(first: str) -> dict[str, Any]:
    return {"language": first, "entry": Entry.REQUEST, "size_limit": PLACES}


def _said(group: Group) -> dict[str, Any]:
    names = ("name", "purpose", "language", "entry", "size_limit")
    return {name: getattr(group, name) for name in names} | {
        "questions": "\n".join(group.questions)
    }


class QuestionsField(CleanText):
    """Up to three questions, a line each."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Up to three questions to who asks to come in"),
            help_text=_("A line each, such as “What would you like from this group?”"),
            most=QUESTIONS_MOST * (QUESTION_MOST + 1),
            lines=True,
            required=False,
            strip=False,
            widget=LongText(most=QUESTIONS_MOST * (QUESTION_MOST + 1), rows=3),
        )

    def clean(self, value: Any) -> Any:
        """The questions, in order."""
        asked = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(asked) > QUESTIONS_MOST:
            raise ValidationError(_("Please keep it to three questions."), code="many")
        if any(len(one) > QUESTION_MOST for one in asked):
            words = _("Please shorten each question to %(most)s characters.")
            raise ValidationError(words, code="too_long", params={"most": QUESTION_MOST})
        return asked


def _questions() -> QuestionsField:
    return explained(
        QuestionsField(),
        why=_(
            "so that you and they can tell whether it fits. The answers are gone once you decided"
        ),
        seen_by=_PROGRAMME,
    )


class ChangeForm(GroupForm):
    """What a group is, with its joining questions."""

    questions = _questions()


class SelfForm(forms.Form):
    """Who one is in one group. `offered` fills the name in."""

    called = explained(
        CleanText(
            label=_("Your name in this group"),
            help_text=_(
                "You have another name in every group, so that nobody can put together what you say in "
                "two of them. Keep the one we offer, or choose one that you use nowhere else."
            ),
            most=PSEUDONYM_MOST,
            widget=forms.TextInput(attrs=_PLAIN | {"spellcheck": "false"}),
        ),
        seen_by=_GROUP,
    )
    introduction = explained(
        _long(
            _("A few words about you"),
            most=INTRODUCTION_MOST,
            help_text=_(
                "What brings you here, and what would do you good. A sentence is enough. No names, places or "
                "numbers by which somebody could find you."
            ),
        ),
        why=_("so that nobody sits there of whom the others know nothing"),
        seen_by=_GROUP,
    )


class StartForm(SelfForm):
    """The last step of starting a group: what is agreed on, and who its host is."""

    group_id = forms.UUIDField(widget=forms.HiddenInput)
    agreements = explained(
        _long(
            _("How you treat each other"),
            most=AGREEMENTS_MOST,
            rows=9,
            help_text=_(
                "A line each. Change what does not fit; you can also do so later, together."
            ),
        ),
        why=_("everybody accepts it before they come in"),
        seen_by=_PROGRAMME,
    )
    questions = _questions()
    field_order = ("group_id", "agreements", "questions", "called", "introduction")

    def __init__(self, data: Any = None, *, asks: bool, given: Any = None) -> None:
        super().__init__(data, initial={"group_id": new_id()} | (given or {}))
        if not asks:
            del self.fields["questions"]


class JoinForm(SelfForm):
    """Coming into a group."""

    agreed = forms.IntegerField(widget=forms.HiddenInput)
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    accepts = forms.BooleanField(
        label=_("I accept these agreements"),
        error_messages={"required": _("Please accept the agreements, or do not come in for now.")},
    )
    answers = explained(
        _long(_("Your answers"), most=ANSWERS_MOST, rows=5),
        why=_(
            "so that the hosts and you can tell whether it fits. They are gone once it is decided"
        ),
        seen_by=_("the hosts of this group"),
    )
    field_order = ("agreed", "code", "accepts", "called", "introduction", "answers")

    def __init__(
        self, data: Any = None, *, group: Group, offered: str, code: str = "", asks: bool
    ) -> None:
        initial = {"agreed": group.newest_agreements, "called": offered, "code": code}
        super().__init__(data, initial=initial)
        if not (asks and group.questions):
            del self.fields["answers"]
            return
        self.fields["answers"].help_text = format_lazy("{}", " ".join(group.questions))

    def read_anew(self, group: Group) -> None:
        """The agreements changed meanwhile: what was typed stays, and the tick is asked for again."""
        kept = {name: self.data[name] for name in self.data if name != "accepts"}
        self.data = kept | {"agreed": str(group.newest_agreements)}


class IntroductionForm(SelfForm):
    """Another name, or other words about oneself."""

    def __init__(self, data: Any = None, *, called: str, introduction: str) -> None:
        super().__init__(data, initial={"called": called, "introduction": introduction})


class CodeForm(forms.Form):
    """A code somebody was given."""

    code = CleanText(
        label=_("The code you were given"),
        help_text=_("Ten letters and numbers. Small letters and dashes do not matter."),
        most=40,
        widget=forms.TextInput(
            attrs=_PLAIN | {"spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class WordsForm(forms.Form):
    """Words to somebody. `label` says to whom, `offered` fills them in."""

    words = _long(_("Your words"), most=WORDS_MOST)

    def __init__(self, data: Any = None, *, label: Any, seen_by: Any, offered: Any = "") -> None:
        super().__init__(data, initial={"words": offered})
        field = self.fields["words"]
        field.label = label
        explained(field, seen_by=seen_by)


class AgreementsForm(forms.Form):
    """A new version of the agreements."""

    text = explained(
        _long(
            _("How you treat each other"),
            most=AGREEMENTS_MOST,
            rows=10,
            help_text=_("A line each."),
        ),
        seen_by=_PROGRAMME,
    )


class SayForm(forms.Form):
    """Something to be said in the room, sent once. The page has a box of its own for it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = CleanText(label=_("Your words"), most=MESSAGE_MOST, lines=True, strip=False)
    again = True
    """Whether the same words may be sent again under the same id."""


class ReportForm(forms.Form):
    """Telling moderators about what somebody said in the room."""

    reason = explained(
        forms.ChoiceField(
            label=_("What is it about?"), choices=report_reasons, widget=forms.RadioSelect
        ),
        why=_("so that the right person looks at it, and danger comes first"),
    )
    words = explained(
        _long(_("Anything to add"), most=REPORT_MOST, required=False),
        why=_("so that a moderator understands what happened"),
        seen_by=_("moderators of your programme"),
    )


class MeetingForm(forms.Form):
    """When the group meets."""

    starts_at = explained(
        forms.DateTimeField(label=_("When?"), widget=DayAndClock),
        why=_("by your clock; everybody reads it by theirs"),
    )
    minutes = WholeNumber(
        least=MINUTES_LEAST,
        most=MINUTES_MOST,
        unit=pgettext_lazy("counted", "minutes"),
        label=_("For how many minutes?"),
        initial=MINUTES,
    )
