"""Proposing two people to each other, and their answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account, Role
from hearten.accounts.queries import has_role, is_blocked
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.matching import policies, rules
from hearten.matching.actions.closing import close
from hearten.matching.actions.holding import refuse_held_from_new
from hearten.matching.actions.locks import (
    lock_programme,
    lock_proposal,
    lock_request,
    lock_supporter,
    lock_supporters_account,
)
from hearten.matching.actions.pairings import make_pairing
from hearten.matching.actions.sweeps import ask_for_sweep
from hearten.matching.models import (
    OPEN_STAGES,
    OPEN_STATES,
    MatchingSettings,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.queries.settings import answer_times
from hearten.matching.queries.supporters import meeting_of
from hearten.matching.rules import Kind
from hearten.matching.wording import Side, stored
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind


def make_proposal(
    request: SupportRequest,
    found: rules.Assignment,
    settings: MatchingSettings,
    *,
    chosen: bool = False,
    by: Actor,
) -> Proposal:
    """Ask a supporter for a waiting request. Call it under the programme's and request's locks."""
    now = clock.now()
    proposal = Proposal.objects.create(
        request=request,
        supporter_id=found.supporter_id,
        chosen_by_member=chosen,
        member_said=True if chosen else None,
        score=found.fit.score,
        reasons=stored(found.fit),
        made_at=now,
        answer_by=_deadline(request, Stage.ASKED_SUPPORTER, settings, now),
    )
    request.state, request.choose_until = RequestState.PROPOSED, None
    request.save(update_fields=["state", "choose_until"])
    audit.record(
        verb=Verb.PROPOSAL_MADE,
        subject=proposal,
        by=by,
        request=str(request.pk),
        supporter=str(found.supporter_id),
        chosen=chosen,
    )
    live.nudge_on_commit(found.supporter_id)
    live.nudge_on_commit(request.member_id)
    _note(found.supporter_id, proposal, by)
    return proposal


def _note(person: UUID, proposal: Proposal, by: Actor) -> None:
    """It is their turn."""
    place = f"proposal:{proposal.pk}"
    notifications.note(people=[person], kind=NewsKind.ASKING, place=place, by=by)


def _deadline(
    request: SupportRequest, stage: Stage, settings: MatchingSettings, now: datetime
) -> datetime:
    times = answer_times(settings)
    return rules.answer_by(Kind(request.kind), rules.Stage(stage), now, times)


@transaction.atomic
def choose_supporter(*, request: SupportRequest, supporter: Account, by: Actor) -> Proposal:
    """A waiting member asks one of the suggested supporters: that is the member's yes. Choosing
    the same person again changes nothing."""
    settings = lock_programme(request.programme)
    held = lock_request(request.pk)
    if not policies.may_change_request(by, held):
        raise NotAllowed(_("Only the person who asked can choose."))
    asked = Proposal.objects.filter(request=held, stage__in=OPEN_STAGES).first()
    if asked is not None and asked.chosen_by_member and asked.supporter_id == supporter.id:
        return asked
    if asked is not None:
        raise NotPossible(_("Somebody is being asked for you already. Please wait for the answer."))
    if held.state not in OPEN_STATES:
        raise NotPossible(_("This request is closed. You can ask again at any time."))
    refuse_held_from_new(held.member_id)
    found = fitting(held, supporter)
    if found is None:
        raise NotPossible(
            _("This person cannot be asked any more. Please look at who fits now."), code="taken"
        )
    proposal = make_proposal(held, found, settings, chosen=True, by=by)
    ask_for_sweep(held.programme_id, at=proposal.answer_by)
    return proposal


def fitting(request: SupportRequest, supporter: Account) -> rules.Assignment | None:
    """This supporter for this request, if nothing stands between them now."""
    meeting = meeting_of(request.programme, [request], only=supporter.id)
    [need] = meeting.needs
    return next(iter(rules.suggest(need, meeting.supporters, clock.now())), None)


@transaction.atomic
def answer_proposal(*, proposal: Proposal, yes: bool, by: Actor) -> Proposal:
    """The supporter's or the member's answer. Two yeses make a pairing.

    The supporter is asked first. A yes can be taken back until the other has said yes too; a no
    stands. The same answer again changes nothing. After the deadline nothing is taken, also when
    the sweep has not come by yet.
    """
    lock_supporters_account(proposal.supporter_id)
    held = lock_proposal(proposal.pk)
    side = policies.side_of(by, member_id=held.request.member_id, supporter_id=held.supporter_id)
    if side is None:
        raise NotAllowed(_("Only the two people can answer this."))
    if _said(held, side) is yes:
        return held
    _refuse_when_over(held, side)
    if yes and by.actor_id is not None:
        refuse_held_from_new(by.actor_id)
    if side is Side.SUPPORTER:
        held.supporter_said = yes
    else:
        held.member_said = yes
    if not yes:
        close(held, Stage.DECLINED, by=by, side=str(side), answer="no")
        ask_for_sweep(held.request.programme_id)
        return held
    _refuse_when_parted(held)
    _take_yes(held, side, by=by)
    return held


def _said(held: Proposal, side: Side) -> bool | None:
    return held.supporter_said if side is Side.SUPPORTER else held.member_said


def _refuse_when_over(held: Proposal, side: Side) -> None:
    if held.stage == Stage.ACCEPTED:
        raise NotPossible(_("You both said yes. You can end the conversation at any time."))
    if held.stage == Stage.EXPIRED or (held.stage in OPEN_STAGES and clock.now() >= held.answer_by):
        raise NotPossible(
            _("The time to answer is over. You keep your place, and we look for somebody else.")
            if side is Side.MEMBER
            else _("The time to answer is over. Somebody else is being asked. That is all right."),
            code="expired",
        )
    if held.stage not in OPEN_STAGES:
        raise NotPossible(_over(side), code="over")
    if side is Side.MEMBER and held.member_said is None and held.stage != Stage.ASKED_MEMBER:
        raise NotPossible(_("The supporter is asked first. We tell you as soon as they answer."))


def _over(side: Side) -> str:
    if side is Side.MEMBER:
        return _("This does not stand any more. You keep your place, and we look further.")
    return _("This does not stand any more. There is nothing you need to do.")


def _refuse_when_parted(held: Proposal) -> None:
    """A block, an ended role or a pairing of the two since: told to nobody as what it is."""
    member, supporter, programme = (
        held.request.member_id,
        held.supporter_id,
        held.request.programme_id,
    )
    together = Pairing.objects.filter(member=member, supporter=supporter, ended_at__isnull=True)
    if (
        is_blocked(member, supporter)
        or not has_role(supporter, programme, Role.SUPPORTER)
        or not has_role(member, programme, Role.MEMBER)
        or together.exists()
    ):
        raise NotPossible(
            _("This does not stand any more. There is nothing you need to do."), code="over"
        )


def _take_yes(held: Proposal, side: Side, *, by: Actor) -> None:
    """One more yes. The supporter's room is read and used under the supporter's own lock."""
    room = lock_supporter(held.request.programme, held.supporter_id)
    taken = Pairing.objects.filter(
        programme=held.request.programme, supporter=held.supporter_id, ended_at__isnull=True
    ).count()
    if side is Side.SUPPORTER:  # what they said yes to before, keeps its place
        taken += Proposal.objects.filter(
            request__programme=held.request.programme,
            supporter=held.supporter_id,
            stage=Stage.ASKED_MEMBER,
        ).count()
    if taken >= room.capacity:
        raise NotPossible(_full(side), code="full")
    if held.supporter_said and held.member_said:
        make_pairing(held, by=by)
        return
    _pass_to_member(held, by=by)


def _full(side: Side) -> str:
    if side is Side.MEMBER:
        return _(
            "This supporter has just taken on somebody else. You keep your place, and we look"
            " for somebody new."
        )
    return _(
        "You are already with as many people as you set. Say no here, or change your number"
        " first. Both are all right."
    )


def _pass_to_member(held: Proposal, *, by: Actor) -> None:
    settings = MatchingSettings.objects.filter(programme=held.request.programme).first()
    times = settings or MatchingSettings(programme=held.request.programme)
    held.stage = Stage.ASKED_MEMBER
    held.answer_by = _deadline(held.request, Stage.ASKED_MEMBER, times, clock.now())
    held.save(update_fields=["stage", "answer_by", "supporter_said"])
    audit.record(
        verb=Verb.PROPOSAL_ANSWERED, subject=held, by=by, side=str(Side.SUPPORTER), answer="yes"
    )
    live.nudge_on_commit(held.request.member_id)
    live.nudge_on_commit(held.supporter_id)
    _note(held.request.member_id, held, by)
    ask_for_sweep(held.request.programme_id, at=held.answer_by)
