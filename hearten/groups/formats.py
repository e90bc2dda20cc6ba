"""The formats a group can choose from: what each is, how a meeting goes, and the agreements it begins
with. Written here and translated, so that whoever starts a group changes words instead of finding them."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearten.groups.models import Format

_Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatWords:
    """A format in words."""

    format: Format
    what: _Text
    """What it is, in a sentence or two."""
    meeting: tuple[_Text, ...]
    """How a meeting goes, step by step."""
    agreements: tuple[_Text, ...] = ()
    """What it adds to those of every group."""


_FOR_ALL: tuple[_Text, ...] = (
    _("What is said here stays here. We name nobody from this group anywhere else."),
    _("Nobody has to speak. “I pass” is enough."),
    _("We speak of ourselves, and give advice only when somebody asks for it."),
    _("We do not judge what somebody feels, believes or has done."),
    _("No phone numbers, addresses or links to other chats."),
    _("When somebody is not safe, we say so and get help. Help now is on every page."),
)

FORMATS = (
    FormatWords(
        format=Format.CHECK_IN,
        what=_(
            "Everybody says in turn how they are. The others listen. The easiest to begin with."
        ),
        meeting=(
            _("Arriving, and reading the agreements"),
            _("Everybody has two minutes; nobody answers yet"),
            _("What somebody wants to say to what they heard"),
            _("One word each to close"),
        ),
        agreements=(_("We let each other finish, and answer only after the round."),),
    ),
    FormatWords(
        format=Format.TOPIC,
        what=_(
            "One theme a meeting, such as sleep or telling the family. Everybody brings what they know."
        ),
        meeting=(
            _("A short round: how am I today?"),
            _("The theme, said in a few sentences"),
            _("Talking about it, one after the other"),
            _("What each takes along, and the next theme"),
        ),
        agreements=(_("We stay with the theme, and keep other things for afterwards."),),
    ),
    FormatWords(
        format=Format.SKILL,
        what=_(
            "Trying something together, such as a breathing exercise or saying no, and telling how it went."
        ),
        meeting=(
            _("How did it go since last time?"),
            _("Somebody shows the exercise"),
            _("Everybody tries it, as far as it does them good"),
            _("What was easy, what was hard, and what to try until next time"),
        ),
        agreements=(_("Everybody stops when it is too much. Nobody is asked why."),),
    ),
    FormatWords(
        format=Format.REFLECTION,
        what=_(
            "Somebody brings a situation, the others ask and say what it moves in them. "
            "For people who support others, too."
        ),
        meeting=(
            _("Who brings something today?"),
            _("They tell it; the others only ask"),
            _("The others say what it moves in them; who brought it listens"),
            _("They say what was useful, and the round closes"),
        ),
        agreements=(_("We tell of other people only what nobody could know them by."),),
    ),
)
_BY_CODE = {one.format.value: one for one in FORMATS}


def words_of(code: str) -> FormatWords:
    """The words of a format, by its code."""
    return _BY_CODE[code]


def first_agreements(code: str, language: str) -> str:
    """The agreements a group of this format begins with, a line each, in its language; in English where
    there are no words in it."""
    known = translation.check_for_language(language)
    with translation.override(language if known else "en"):
        return "\n".join(str(one) for one in (*_FOR_ALL, *words_of(code).agreements))
