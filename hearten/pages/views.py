"""Screens made of several domains."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from hearten.accounts import places
from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.queries import open_erasure, open_programmes, welcome_in
from hearten.boundaries.queries import own_of, waiting_for
from hearten.conduct.queries import review_counts, unread_decisions, unread_letters
from hearten.conversations.queries import Card, conversations_of
from hearten.forum.queries import spaces_open_to_all
from hearten.foundation import clock
from hearten.identity.queries import openings_visible_to, unseen_notices, unseen_releases
from hearten.matching.queries import Current, current_for, inbox_count, supporter_settings_of
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind, has_ended_way
from hearten.pages.queries import overview_of, standing_of
from hearten.pages.words import sample
from hearten.profiles.queries import facts
from hearten.safety.queries import untold, waiting_count


def home(request: HttpRequest) -> HttpResponseBase:
    """The landing page for visitors; for people who are signed in, what matters now."""
    if isinstance(request.user, Account):
        return own_home(request)
    programmes = list(open_programmes())
    only = programmes[0] if len(programmes) == 1 else None
    context = {
        "programmes": programmes,
        "programme": only,
        "welcome": welcome_in(only, places.language_here()) if only else None,
        "sample": sample(),
        "open_to_read": spaces_open_to_all().exists(),
    }
    return render(request, "pages/landing.html", context)


_HELPS = frozenset({Role.SUPPORTER, Role.MODERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPart:
    """What home shows to somebody who looks for support."""

    current: Current
    profile_is_empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SupporterPart:
    """What home shows to a supporter of their inbox."""

    to_answer: int
    paused: bool


@signed_in
def own_home(request: PersonRequest) -> HttpResponse:
    """What waits for this person, whatever roles they hold."""
    standing = standing_of(request)
    roles = standing.roles if standing else frozenset()
    account, programme = request.user, request.programme
    # Everything of these kinds stands here.
    kinds = (NewsKind.TALK, NewsKind.ASKING)
    notifications.note_kinds_seen(account_id=account.pk, kinds=kinds, by=account)
    cards: Sequence[Card] = conversations_of(account)
    context = {
        "member": _member_part(account, programme) if Role.MEMBER in roles else None,
        "supporter": _supporter_part(account, programme) if Role.SUPPORTER in roles else None,
        "cases_waiting": waiting_count(account, programme) if Role.MODERATOR in roles else None,
        "reviews": review_counts(account, programme) if Role.MODERATOR in roles else None,
        "way_ended": Role.MODERATOR in roles and has_ended_way(account),
        "manages": Role.MANAGER in roles,
        "erasure": open_erasure(account),
        "told": unseen_notices(account),
        "left": unseen_releases(account),
        "asked": _asked_of(account, programme, roles),
        "own": own_of(account, programme) if _HELPS & roles else None,
        "to_talk_with": waiting_for(account, programme) if Role.SUPERVISOR in roles else None,
        "talking": [card for card in cards if card.ended_at is None],
        "ended": [card for card in cards if card.ended_at is not None],
        "written_to_you": unread_letters(account) + unread_decisions(account),
        "reports_answered": untold(account).count(),
    }
    return render(request, "pages/home.html", context)


def _asked_of(account: Account, programme: Programme, roles: frozenset[Role]) -> int:
    """How many requests to open somebody's details wait for a second person."""
    if not roles & {Role.MODERATOR, Role.MANAGER}:
        return 0
    return openings_visible_to(account, programme, clock.shared_now()).count()


def _member_part(account: Account, programme: Programme) -> MemberPart:
    current = current_for(account, programme)
    said = facts(programme, account)
    return MemberPart(
        current=current,
        profile_is_empty=not (said.lived or said.free_parts or said.channels or said.wishes),
    )


def _supporter_part(account: Account, programme: Programme) -> SupporterPart:
    return SupporterPart(
        to_answer=inbox_count(account, programme),
        paused=supporter_settings_of(programme, account).paused_since is not None,
    )


@with_role(Role.MANAGER)
def programme(request: PersonRequest) -> HttpResponse:
    """How the programme is doing: counts and times only."""
    return render(request, "pages/programme.html", {"overview": overview_of(request.programme)})
