"""What people fill in: a space, a name, a thread, a post."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hearten.accounts.models import PSEUDONYM_MOST
from hearten.forum.models import (
    ContentNote,
    ForumSettings,
    LookingFor,
    Post,
    Reading,
    Said,
    Space,
)
from hearten.forum.rules import (
    PROMISE_HOURS_MOST,
    PURPOSE_MOST,
    SPACE_NAME_MOST,
    TEXT_MOST,
    TITLE_MOST,
)
from hearten.forum.rules.search import FOUND_PAGE, LOOKED_AT, WORDS_MOST
from hearten.foundation.ids import new_id
from hearten.profiles.rules import language_choices
from hearten.safety.queries import report_reasons
from hearten.ui.forms import CleanText, WholeNumber, explained
from hearten.ui.widgets import Chips, LongText, OneChip

REPORT_MOST = 2000
"""Characters of what somebody adds to a report."""
_NUMBER_MOST = 2**31 - 1
_EVERYBODY_HERE = _("everybody in the programme")
_EVERYBODY = _("everybody on the internet")
_PLAIN = {"autocomplete": "off", "dir": "auto"}


def _text(label: Any, **kwargs: Any) -> CleanText:
    """A post's words, kept as typed until they are clean."""
    widget = LongText(most=TEXT_MOST, rows=6)
    field = CleanText(label=label, most=TEXT_MOST, lines=True, strip=False, widget=widget, **kwargs)
    return explained(field, seen_by=_EVERYBODY_HERE)


def _topics(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Any of the content notes."""
    choices = [(code, capfirst(words)) for code, words in ContentNote.choices]
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=Chips, required=False, **kwargs
    )


def _say_who_reads(form: forms.Form) -> None:
    """Beside each field that the programme reads, that everybody does."""
    for field in form.fields.values():
        if vars(field).get("seen_by") == _EVERYBODY_HERE:
            vars(field)["seen_by"] = _EVERYBODY


def _notes() -> forms.MultipleChoiceField:
    """What a post touches, folded away until its writer wants it."""
    field = _topics(_("What do your words touch?"), template_name="forum/notes_field.html")
    why = _(
        "so that nobody comes upon it unprepared. Your words are covered until somebody opens them"
    )
    return explained(field, why=why, seen_by=_EVERYBODY_HERE)


class SpaceForm(forms.Form):
    """A space, for the programme's managers."""

    name = CleanText(
        label=_("Name"),
        help_text=_("A word or two, such as “Sleep” or “For carers”."),
        most=SPACE_NAME_MOST,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    purpose = CleanText(
        label=_("What it is for"),
        help_text=_("A sentence or two, in the language people write in there."),
        most=PURPOSE_MOST,
        widget=LongText(most=PURPOSE_MOST, rows=3),
    )
    language = explained(
        forms.ChoiceField(label=_("Language people mostly write in")),
        why=_("so that everybody knows before they write, and screen readers read it right"),
    )

    def __init__(self, data: Any = None, *, space: Space | None, first: str) -> None:
        fields = ("name", "purpose", "language")
        said = {name: getattr(space, name) for name in fields} if space else {"language": first}
        super().__init__(data, initial=said)
        ahead = (said["language"], first, *dict(settings.LANGUAGES))
        chooser = self.fields["language"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101 - declared above
        chooser.choices = language_choices(ahead)


class ReadersForm(forms.Form):
    """Who reads a space, for managers."""

    readers = forms.ChoiceField(
        label=_("Who can read this space?"),
        choices=[
            ("members", _("Only people of the programme")),
            ("public", _("Everybody on the internet, but no search engine is to list it")),
            ("engines", _("Everybody on the internet, and search engines may list it")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, space: Space) -> None:
        now = "engines" if space.for_engines else "public" if space.public_since else "members"
        super().__init__(data, initial={"readers": now})


class PromiseForm(forms.Form):
    """Within how many hours somebody who asks for support has an answer, for managers."""

    promise_hours = WholeNumber(
        least=1,
        most=PROMISE_HOURS_MOST,
        unit=pgettext_lazy("counted", "hours"),
        label=_("Hours within which somebody who looks for something has an answer"),
        help_text=_(
            "It stands in every space, with how well it is kept, and counts for what is written from "
            "now on. After two thirds of it the people on the rota are told, after it the supervisors."
        ),
    )

    def __init__(self, data: Any = None, *, stored: ForumSettings) -> None:
        super().__init__(data, initial={"promise_hours": stored.promise_hours})


class FaceForm(forms.Form):
    """The name somebody has in one space. `offered` fills it in."""

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
        seen_by=_EVERYBODY_HERE,
    )

    def __init__(self, data: Any = None, *, offered: str, **kwargs: Any) -> None:
        initial = {"face": offered, "client_id": new_id()} | kwargs.pop("initial", {})
        super().__init__(data, initial=initial, **kwargs)


class LeaveForm(forms.Form):
    """What becomes of the words of who leaves a space."""

    words = forms.ChoiceField(
        label=_("What should become of what you wrote there?"),
        choices=[
            (
                "keep",
                _("It stays, under “Somebody who has left”, so that answers keep their sense"),
            ),
            ("empty", _("It goes, with every title and what it said before")),
        ],
        widget=forms.RadioSelect,
    )


class _OnceNamedForm(FaceForm):
    """Without `offered` one has a name already and is not asked."""

    def __init__(self, data: Any = None, *, offered: str, **kwargs: Any) -> None:
        super().__init__(data, offered=offered, **kwargs)
        if not offered:
            del self.fields["face"]


class ReactionForm(_OnceNamedForm):
    """One button: something said without words, or taken back."""

    on = forms.ChoiceField(choices=Said.choices, required=False)
    off = forms.ChoiceField(choices=Said.choices, required=False)


class _WriteForm(_OnceNamedForm):
    """Something to be written, sent once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    knows_public = forms.BooleanField(
        label=_("I know that everybody on the internet can read this"),
        help_text=_(
            "Also people without an account, and people you know. Whoever you blocked can read it there, "
            "too. They see your name in this space and nothing else of you. You are asked this once."
        ),
        error_messages={
            "required": _("Please say that you know who can read it, or write in another space.")
        },
    )

    def __init__(
        self,
        data: Any = None,
        *,
        offered: str,
        public: bool = False,
        asked: bool = True,
        **kwargs: Any,
    ) -> None:
        """`public`: everybody reads it, which is asked about where it was not `asked` before."""
        super().__init__(data, offered=offered, **kwargs)
        if public:
            _say_who_reads(self)
        if asked or not public:
            del self.fields["knows_public"]


class ThreadForm(_WriteForm):
    """A new thread."""

    title = explained(
        CleanText(label=_("In a few words"), most=TITLE_MOST, widget=forms.TextInput(attrs=_PLAIN)),
        seen_by=_EVERYBODY_HERE,
    )
    text = _text(_("What would you like to say?"))
    looking_for = explained(
        forms.ChoiceField(
            label=_("What are you looking for?"),
            choices=[*LookingFor.choices, ("", _("I only want to tell"))],
            widget=OneChip,
            required=False,
        ),
        why=_(
            "so that others know what helps. Whoever looks for something stands first until answered"
        ),
        seen_by=_EVERYBODY_HERE,
    )
    notes = _notes()
    field_order = ("title", "text", "notes", "looking_for", "face", "knows_public")


class PostForm(_WriteForm):
    """An answer; `about` is the post it answers, if it is one in particular."""

    text = _text(_("Your words"))
    about = forms.IntegerField(
        required=False, min_value=1, max_value=_NUMBER_MOST, widget=forms.HiddenInput
    )
    notes = _notes()
    field_order = ("text", "notes", "face", "knows_public")

    def answer_nobody(self) -> None:
        """What was to be answered is gone: the words go to everybody when they are sent again."""
        self.data = {name: self.data[name] for name in self.data} | {"about": ""}


class SearchForm(forms.Form):
    """Words to look for in the community, and which page of what was found."""

    words = CleanText(
        label=_("Search the community"),
        most=WORDS_MOST,
        # Not among what the browser offers the next person who types here.
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LOOKED_AT // FOUND_PAGE,
        widget=forms.HiddenInput,
    )


class ReportForm(forms.Form):
    """Telling moderators about one post."""

    reason = explained(
        forms.ChoiceField(
            label=_("What is it about?"), choices=report_reasons, widget=forms.RadioSelect
        ),
        why=_("so that the right person looks at it, and danger comes first"),
    )
    words = explained(
        CleanText(
            label=_("Anything to add"),
            most=REPORT_MOST,
            lines=True,
            strip=False,
            required=False,
            widget=LongText(most=REPORT_MOST, rows=4),
        ),
        why=_("so that a moderator understands what happened"),
        seen_by=_("moderators of your programme"),
    )


class ChangeForm(forms.Form):
    """Other words for a post, and another title for the thread it opened."""

    title = CleanText(
        label=_("In a few words"), most=TITLE_MOST, widget=forms.TextInput(attrs=_PLAIN)
    )
    text = _text(_("Your words"))
    notes = _notes()

    def __init__(self, data: Any = None, *, post: Post) -> None:
        said = {"title": post.thread.title, "text": post.text, "notes": post.notes}
        super().__init__(data, initial=said)
        if post.number > 1:
            del self.fields["title"]
        if post.thread.is_open_to_all:
            _say_who_reads(self)


class NoteForm(forms.Form):
    """What moderators say a post touches, beside what its writer says."""

    notes = explained(
        _topics(_("What does it touch?")),
        why=_(
            "so that nobody comes upon it unprepared. The words are covered until somebody opens them"
        ),
        seen_by=_EVERYBODY_HERE,
    )

    def __init__(self, data: Any = None, *, post: Post) -> None:
        super().__init__(data, initial={"notes": post.moderator_notes})


class ReadingForm(forms.Form):
    """What somebody would rather not see."""

    hidden = explained(
        _topics(
            _("What I would rather not see"),
            help_text=_(
                "Posts that touch it are left out for you, in every space, and you see that something "
                "is. It rests on what people say about their own words, so now and then one may slip "
                "through."
            ),
        ),
        seen_by=_("nobody but you"),
    )
    uncovered = forms.BooleanField(
        label=_("Show everything else without covering"),
        help_text=_(
            "Posts with a content note are covered until you open them. With this on, they stand there "
            "open."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, reading: Reading) -> None:
        said = {"hidden": reading.hidden, "uncovered": reading.uncovered}
        super().__init__(data, initial=said)
