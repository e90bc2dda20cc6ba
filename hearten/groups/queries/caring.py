"""What is shown in a group when somebody's words sounded like danger: numbers to the writer, the way to
help to everybody else. Nothing here says that anybody was reported."""

from dataclasses import dataclass

from django.utils.translation import get_language

from hearten.accounts.models import Account
from hearten.conversations.rules import topic_of
from hearten.crisis import queries as crisis
from hearten.crisis.rules import CountryLines
from hearten.groups.models import Group
from hearten.groups.rules import notices_of
from hearten.safety import queries as findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What the reader is shown; all empty most of the time."""

    lines: CountryLines | None = None
    """For the writer: their country's numbers."""
    told: bool = False
    """Whether people on duty were told of the writer's words."""
    of_another: bool = False
    """For the others: somebody here may not be safe."""


def care_of(reader: Account, group: Group) -> Care:
    """The reader's own card, else whether another one wrote something heavy: when they came, or in the
    room. For who has a seat in the group."""
    places = care_places(group)
    cards = [card for place in places if (card := findings.card_for(reader.pk, place))]
    country = reader.country or group.programme.country
    if cards:
        lines = crisis.lines_for(country, get_language() or "")
        return Care(lines=lines, told=any(one.case_id is not None for one in cards))
    return Care(of_another=any(findings.guidance_for(reader.pk, place) for place in places))


def care_places(group: Group) -> tuple[str, str]:
    """Where findings about words in this group stand."""
    return notices_of(group.pk), topic_of(group.conversation_id)
