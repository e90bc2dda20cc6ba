"""Asking for support, and taking it back."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.matching import policies
from hearten.matching.actions.choosing import time_to_choose
from hearten.matching.actions.closing import withdraw
from hearten.matching.actions.holding import refuse_held_from_new
from hearten.matching.actions.locks import lock_member, lock_request
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import (
    OPEN_STATES,
    Pairing,
    RequestKind,
    RequestState,
    SupportRequest,
)
from hearten.matching.queries.sealed import sealed, words_of
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason

WORDS_MOST = 1000
"""Characters of what is going on: a few sentences, read by a supporter before they say yes."""
ASKS_A_DAY = 10
"""At the last of these a moderator is told; one more is refused until a day has passed."""


@transaction.atomic
def ask(
    *,
    member: Account,
    programme: Programme,
    kind: RequestKind,
    words: str = "",
    choose: bool = False,
    by: Actor,
) -> SupportRequest:
    """Ask for support, with or without words. Asking the same again gives the open request; asking
    for something else while one is open is NotPossible, so that nothing new is silently dropped.

    `choose`: the member would like to choose whom to ask. Where somebody fits, the queue leaves that
    to them for a while (`choose_until`); where nobody does, there is nothing to wait for."""
    member = lock_member(member.id)
    if not policies.may_ask(by, member_id=member.id, programme_id=programme.id):
        raise NotAllowed(_("Only members of this programme can ask for support here."))
    words = _clean(words)
    present = open_request_of(member, programme)
    if present is not None:
        if present.kind == kind and words_of(present) == words:
            return present
        raise NotPossible(
            _("You are waiting already. To ask for something else, cancel that first."),
            code="already_waiting",
        )
    refuse_held_from_new(member.id)
    before = _asked_today(member, programme)
    if before >= ASKS_A_DAY:
        raise NotPossible(
            _(
                "You have asked very often since yesterday, so a person of the programme looks at it. "
                "Please ask again tomorrow. If you are not safe now, use the crisis numbers."
            ),
            code="too_often",
        )
    made = add_request(
        member=member, programme=programme, kind=kind, words=words, choose=choose, by=by
    )
    if before + 1 == ASKS_A_DAY:
        _bring_to_a_moderator(member, programme, made)
    ask_for_sweep(programme.id, at=made.choose_until)
    return made


def _asked_today(member: Account, programme: Programme) -> int:
    """How often somebody asked anew within a day. What follows an ending is not their asking."""
    return SupportRequest.objects.filter(
        member=member,
        programme=programme,
        follows__isnull=True,
        made_at__gt=clock.now() - timedelta(days=1),
    ).count()


def _bring_to_a_moderator(member: Account, programme: Programme, last: SupportRequest) -> None:
    """Asking and cancelling again and again puts words before one supporter after the other; it may
    also be somebody who is beside themselves. A person looks."""
    safety.report(
        programme=programme,
        about=member.pk,
        reason=ReportReason.OTHER,
        words=_("Asked for support %(count)s times within a day.") % {"count": ASKS_A_DAY},
        subject_kind="matching.supportrequest",
        subject_id=str(last.pk),
        evidence="",
        by=SystemActor("matching"),
    )


def _clean(words: str) -> str:
    try:
        return clean_text(words, most=WORDS_MOST, required=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={"words": error.message}) from error


def open_request_of(member: Account, programme: Programme) -> SupportRequest | None:
    """The one request a member has open. Call it under the member's lock."""
    return SupportRequest.objects.filter(
        member=member, programme=programme, state__in=OPEN_STATES
    ).first()


def add_request(
    *,
    member: Account,
    programme: Programme,
    kind: RequestKind,
    words: str,
    follows: Pairing | None = None,
    waited: timedelta = timedelta(0),
    hands_over: bool = False,
    choose: bool = False,
    by: Actor,
) -> SupportRequest:
    """Add a request under the member's lock. `waited` is waiting time kept from before."""
    now = clock.now()
    request = SupportRequest(
        programme=programme,
        member=member,
        kind=kind,
        made_at=now,
        waiting_since=now - waited,
        follows=follows,
        hands_over=hands_over,
    )
    if choose:
        request.choose_until = time_to_choose(request)
    request.sealed_words = sealed(member, request, "sealed_words", words)
    request.save(force_insert=True)
    audit.record(
        verb=Verb.REQUEST_MADE,
        subject=request,
        by=by,
        kind=str(request.kind),
        follows=str(follows.pk) if follows else None,
        chooses=request.choose_until is not None,
    )
    live.nudge_on_commit(member.id)
    return request


@transaction.atomic
def cancel(*, request: SupportRequest, by: Actor) -> SupportRequest:
    """Stop waiting. Cancelling again changes nothing; a request that is paired stays so."""
    held = lock_request(request.pk)
    if not policies.may_change_request(by, held):
        raise NotAllowed(_("Only the person who asked can cancel."))
    if held.state == RequestState.CANCELLED:
        return held
    if held.state == RequestState.PAIRED:
        raise NotPossible(
            _("You were paired a moment ago. You can end the conversation at any time.")
        )
    close_request(held, by=by)
    ask_for_sweep(held.programme_id)
    return held


def close_request(held: SupportRequest, *, by: Actor) -> None:
    """Cancel a locked open request and withdraw what was asked for it."""
    withdraw(held, by=by)
    held.state, held.choose_until = RequestState.CANCELLED, None
    held.closed_at = clock.now()
    held.save(update_fields=["state", "choose_until", "closed_at"])
    audit.record(verb=Verb.REQUEST_CANCELLED, subject=held, by=by)
    live.nudge_on_commit(held.member_id)
