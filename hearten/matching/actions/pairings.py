"""Two people who said yes: the beginning, the ending, and asking again."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.matching import policies, ports
from hearten.matching.actions.handovers import write_handover
from hearten.matching.actions.holding import refuse_held_from_new
from hearten.matching.actions.locks import lock_member, lock_pairing, lock_request
from hearten.matching.actions.requests import add_request, open_request_of
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import (
    RULED_ENDINGS,
    EndReason,
    Pairing,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.queries.sealed import words_of
from hearten.matching.wording import Side
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind


def make_pairing(held: Proposal, *, by: Actor) -> Pairing:
    """Both said yes. Call it under the locks of request, proposal and supporter."""
    now = clock.now()
    held.stage, held.closed_at = Stage.ACCEPTED, now
    held.save(update_fields=["stage", "closed_at", "supporter_said", "member_said"])
    held.request.state, held.request.closed_at = RequestState.PAIRED, now
    held.request.save(update_fields=["state", "closed_at"])
    pairing = Pairing.objects.create(
        programme_id=held.request.programme_id,
        proposal=held,
        member_id=held.request.member_id,
        supporter_id=held.supporter_id,
        started_at=now,
    )
    audit.record(
        verb=Verb.PAIRED,
        subject=pairing,
        by=by,
        proposal=str(held.pk),
        member=str(pairing.member_id),
        supporter=str(pairing.supporter_id),
    )
    ports.open_conversation(pairing_id=pairing.pk, by=by)
    _nudge_both(pairing)
    both = (pairing.member_id, pairing.supporter_id)
    place = f"pairing:{pairing.pk}"
    notifications.note(people=both, kind=NewsKind.ASKING, place=place, by=by)
    return pairing


def _nudge_both(pairing: Pairing) -> None:
    live.nudge_on_commit(pairing.member_id)
    live.nudge_on_commit(pairing.supporter_id)


@transaction.atomic
def end_pairing(
    *,
    pairing_id: UUID,
    reason: EndReason,
    never_again: bool = False,
    handover: str = "",
    handover_to: Account | None = None,
    by: Actor,
) -> Pairing:
    """End a pairing, as one of the two. Ending again changes nothing, except that either may
    still say "never again". `handover`, by the supporter, is read by the member first."""
    held = lock_pairing(pairing_id)
    side = policies.side_of(by, member_id=held.member_id, supporter_id=held.supporter_id)
    if side is None or reason in RULED_ENDINGS:
        raise NotAllowed(_("Only the two people can end this."))
    if held.ended_at is None:
        end(held, reason, by=by, side=side)
    if never_again and not held.never_again:
        held.never_again = True
        held.save(update_fields=["never_again"])
        audit.record(verb=Verb.PAIRING_NEVER_AGAIN, subject=held, by=by)
    if handover.strip():
        write_handover(held, words=handover, to=handover_to, by=by)
    ask_for_sweep(held.programme_id)
    return held


def end(held: Pairing, reason: EndReason, *, by: Actor, side: Side | None = None) -> None:
    """End a locked open pairing."""
    held.ended_at = clock.now()
    held.ended_by_id = by.actor_id
    held.end_reason = reason
    held.save(update_fields=["ended_at", "ended_by", "end_reason"])
    audit.record(
        verb=Verb.PAIRING_ENDED, subject=held, by=by, reason=str(reason), side=str(side or "")
    )
    _nudge_both(held)


@transaction.atomic
def ask_again(*, pairing_id: UUID, with_handover: bool = False, by: Actor) -> SupportRequest:
    """The member asks for somebody new after an ending, and keeps the time they had waited.

    What counts again is how long they waited until that pairing, not how long it lasted: else
    everybody whose pairing was long would stand before all who never had one. Once for each
    ending; asking again while that request is open gives the same one.
    """
    member_id = Pairing.objects.values_list("member_id", flat=True).get(pk=pairing_id)
    member = lock_member(member_id)
    held = lock_pairing(pairing_id)
    if not policies.may_ask(by, member_id=member_id, programme_id=held.programme_id):
        raise NotAllowed(_("Only the member can ask again."))
    if held.ended_at is None:
        raise NotPossible(_("You are still paired. You can end that first."))
    refuse_held_from_new(member_id)
    made = follow_up(held, member, with_handover=with_handover, by=by)
    ask_for_sweep(held.programme_id)
    return made


def follow_up(
    held: Pairing, member: Account, *, with_handover: bool = False, by: Actor
) -> SupportRequest:
    """A new request after an ended pairing, under the locks of its member and itself.

    A request the member has open already is given instead; with a handover it takes that up.
    """
    present = open_request_of(member, held.programme)
    if present is not None:
        return _hand_over_to(present, held, by=by) if with_handover else present
    if SupportRequest.objects.filter(follows=held).exists():
        raise NotPossible(
            _("You have asked again after this already. You can ask anew at any time."),
            code="asked_again",
        )
    before = held.proposal.request
    before.member = member
    return add_request(
        member=member,
        programme=held.programme,
        kind=RequestKind(before.kind),
        words=words_of(before),
        follows=held,
        waited=held.started_at - before.waiting_since,
        hands_over=with_handover and held.sealed_handover is not None,
        by=by,
    )


def _hand_over_to(present: SupportRequest, held: Pairing, *, by: Actor) -> SupportRequest:
    """The open request lets its next supporter read this pairing's handover."""
    locked = lock_request(present.pk)
    if locked.follows_id not in (None, held.pk) or locked.hands_over:
        return locked
    if SupportRequest.objects.filter(follows=held).exclude(pk=locked.pk).exists():
        return locked
    locked.follows, locked.hands_over = held, held.sealed_handover is not None
    locked.save(update_fields=["follows", "hands_over"])
    audit.record(verb=Verb.HANDOVER_ANSWERED, subject=held, by=by, request=str(locked.pk))
    return locked
