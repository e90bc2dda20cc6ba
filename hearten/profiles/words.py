"""The words for the codes of a profile, and how its answers are said to others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hearten.profiles import rules
from hearten.profiles.queries import ProfileFacts
from hearten.ui.widgets import DAYS, PARTS

_Choices = list[tuple[str, str | Promise]]

CHANNELS: _Choices = [
    ("chat", gettext_lazy("Chat")),
    ("phone", gettext_lazy("Phone")),
    ("in_person", gettext_lazy("In person")),
]
PRONOUNS: _Choices = [
    ("she/her", gettext_lazy("she/her")),
    ("he/him", gettext_lazy("he/him")),
    ("they/them", gettext_lazy("they/them")),
]


def pronouns_said(value: str) -> str:
    """Pronouns in the reader's language where they are ours, else as written."""
    return str(dict(PRONOUNS).get(value, value))


def channels_said(codes: Iterable[str]) -> list[str]:
    """Ways to talk, in words, in our order."""
    chosen = set(codes)
    return [str(label) for code, label in CHANNELS if code in chosen]


def languages_said(codes: Iterable[str]) -> list[str]:
    """Languages by their own names, most preferred first."""
    return [rules.language_name(code) for code in codes]


def free_said(parts: Iterable[str]) -> list[str]:
    """Free times by day, such as "Monday: morning, evening"."""
    chosen = set(parts)
    said = []
    for day, day_name in DAYS:
        names = [str(name) for part, name in PARTS if f"{day}-{part}" in chosen]
        if names:
            whole = names if len(names) < len(PARTS) else [_("all day and night")]
            said.append(
                pgettext("a day and its parts", "%(day)s: %(parts)s")
                % {"day": day_name, "parts": ", ".join(whole).lower()}
            )
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What somebody suggested to this person sees before both say yes."""

    pseudonym: str
    pronouns: str
    own_words: str
    """Wishes to a supporter; a supporter's introduction to a member. Seen in full."""
    lived: list[str]
    """These and the following are seen only as far as the other person shares them."""
    languages: list[str]
    channels: list[str]
    free: list[str]

    @property
    def shared(self) -> bool:
        """Whether there is anything that could be shared."""
        return bool(self.lived or self.languages or self.channels or self.free)


def preview(
    facts: ProfileFacts, *, names: Mapping[UUID, str], pseudonym: str, as_supporter: bool
) -> Preview:
    """How these facts look from the other side. `names` are the topics' in the reader's language."""
    return Preview(
        pseudonym=pseudonym,
        pronouns=pronouns_said(facts.pronouns),
        own_words=facts.introduction if as_supporter else facts.wishes,
        lived=[name for topic_id, name in names.items() if topic_id in facts.lived],
        languages=languages_said(facts.languages),
        channels=channels_said(facts.channels),
        free=free_said(facts.free_parts),
    )
