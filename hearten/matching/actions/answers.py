"""The member's answer to a handover they have read."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.matching import policies
from hearten.matching.actions.holding import refuse_held_from_new
from hearten.matching.actions.locks import (
    lock_member,
    lock_pairing,
    lock_programme,
    lock_request,
)
from hearten.matching.actions.pairings import follow_up
from hearten.matching.actions.proposals import fitting, make_proposal
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import MatchingSettings, Pairing, RequestState, SupportRequest
from hearten.matching.wording import Side


@transaction.atomic
def answer_handover(*, pairing_id: UUID, yes: bool, by: Actor) -> SupportRequest | None:
    """Yes: the member asks again, the next supporter may read the words, and the colleague the
    supporter named is asked first if nothing stands between them. No: the words are destroyed.
    Gives the request after a yes. The same answer again changes nothing."""
    facts = Pairing.objects.select_related("programme", "member").get(pk=pairing_id)
    member = lock_member(facts.member_id)
    settings = lock_programme(facts.programme)
    held = lock_pairing(pairing_id)
    side = policies.side_of(by, member_id=held.member_id, supporter_id=held.supporter_id)
    if side is not Side.MEMBER:
        raise NotAllowed(_("Only the person it is about can answer this."))
    if held.handover_answered_at is not None:
        return _repeated(held, yes)
    if held.sealed_handover is None:
        raise NotPossible(_("There is nothing to hand over."))
    if yes:
        refuse_held_from_new(held.member_id)
    _mark_answered(held, yes, by=by)
    if not yes:
        return None
    request = _ask_again(held, member, settings, by=by)
    ask_for_sweep(held.programme_id)
    return request


def _repeated(held: Pairing, yes: bool) -> SupportRequest | None:
    said_yes = held.sealed_handover is not None
    if said_yes is not yes:
        raise NotPossible(_("You have answered this already."))
    return SupportRequest.objects.filter(follows=held).first()


def _mark_answered(held: Pairing, yes: bool, *, by: Actor) -> None:
    held.handover_answered_at = clock.now()
    if not yes:
        held.sealed_handover = None
    held.save(update_fields=["handover_answered_at", "sealed_handover"])
    audit.record(verb=Verb.HANDOVER_ANSWERED, subject=held, by=by, answer="yes" if yes else "no")
    live.nudge_on_commit(held.member_id)


def _ask_again(
    held: Pairing, member: Account, settings: MatchingSettings, *, by: Actor
) -> SupportRequest:
    made = lock_request(follow_up(held, member, with_handover=True, by=by).pk)
    colleague = held.handover_to
    if colleague is None or not made.hands_over or made.state != RequestState.WAITING:
        return made
    found = fitting(made, colleague)
    if found is not None:
        proposal = make_proposal(made, found, settings, by=by)
        ask_for_sweep(held.programme_id, at=proposal.answer_by)
    return made
