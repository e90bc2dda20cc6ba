"""Reading what tired hosts wrote to the programme's staff."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import Account, Block, Programme, Role
from hearten.accounts.queries import blocked_with, has_role
from hearten.groups.models import HelpAsked, Seat
from hearten.groups.queries.sealed import answer_context, help_context, unsealed


@dataclass(frozen=True, slots=True)
class Help:
    """What a host asked, and what staff wrote back."""

    asked: HelpAsked
    words: str
    answer: str


def _read(asked: HelpAsked) -> Help:
    group = asked.seat.group
    return Help(
        asked,
        unsealed(group, asked.sealed_words, help_context(asked)),
        unsealed(group, asked.sealed_answer, answer_context(asked)),
    )


def help_open(seat: Seat) -> list[Help]:
    """What this host asked, the newest first: answered or not."""
    asked = HelpAsked.objects.filter(seat=seat).select_related("seat__group")
    return [_read(one) for one in asked.order_by("-asked_at")]


def help_visible_to(person: Account, programme: Programme) -> QuerySet[HelpAsked]:
    """What waits for staff of this programme; nothing for anybody else, and nothing of a host with whom
    they have a block."""
    if not has_role(person.pk, programme.pk, Role.SUPERVISOR, Role.MANAGER):
        return HelpAsked.objects.none()
    waiting = HelpAsked.objects.filter(seat__group__programme=programme, answered_at__isnull=True)
    return waiting.exclude(seat__account__in=[*blocked_with(person.pk), person.pk])


def help_waits(person: Account, programme: Programme) -> int:
    """How many hosts wait for this person of the staff, in one query: it stands in the menu of every
    page."""
    between = Block.objects.filter(
        Q(by=person, of=OuterRef("seat__account")) | Q(of=person, by=OuterRef("seat__account"))
    )
    waiting = HelpAsked.objects.filter(seat__group__programme=programme, answered_at__isnull=True)
    return waiting.exclude(seat__account=person).filter(~Exists(between)).count()


def help_for_staff(person: Account, programme: Programme) -> list[Help]:
    """The same with the words, the longest waiting first."""
    waiting = help_visible_to(person, programme).select_related("seat__group")
    return [_read(one) for one in waiting.order_by("asked_at")]
