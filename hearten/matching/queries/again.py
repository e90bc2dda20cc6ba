"""What somebody who waits again is told: why, and how long they have waited in all."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hearten.accounts.models import Role
from hearten.accounts.queries import people_with
from hearten.foundation import clock
from hearten.matching import rules, wording
from hearten.matching.models import (
    RULED_ENDINGS,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)

KEPT_LEAST = timedelta(minutes=1)
"""Less waiting time kept from before is not worth a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """How long a request has waited."""

    total: timedelta
    """As the place counts it: with the time kept from before."""
    before: timedelta
    """Of that, before asking again; zero where nothing is kept."""
    asked: timedelta
    """Of that, since asking (again)."""


def waited_of(request: SupportRequest) -> Waited:
    """How long an open request has waited until now."""
    asked = max(timedelta(0), clock.now() - request.made_at)  # a clock can be set back
    kept = request.made_at - request.waiting_since
    before = kept if kept >= KEPT_LEAST else timedelta(0)
    return Waited(total=asked + before, before=before, asked=asked)


def again_of(request: SupportRequest, last: Proposal | None) -> str:
    """Why this member waits again, in a sentence that tells nothing of anybody else; empty where
    nothing happened, or the next thing did. `last`: the newest proposal of the request."""
    if request.state != RequestState.WAITING:
        return ""
    closed_at = last.closed_at if last is not None else None
    found = rules.Again.SUPPORT_ENDED if _support_ended(request, closed_at) else _why(last)
    return wording.waiting_again(found) if found is not None else ""


def last_proposal_of(request: SupportRequest) -> Proposal | None:
    """The newest: they come one after the other, so an open one is the last."""
    made = Proposal.objects.filter(request=request).select_related("supporter")
    return made.order_by("-made_at", "-id").first()


def _support_ended(request: SupportRequest, since: datetime | None) -> bool:
    """Whether, after `since`, what this member had with a supporter ended by rule. Where the supporter
    still supports, it was the member who had been suspended."""
    here = people_with(request.programme, Role.SUPPORTER).order_by().values("id")
    theirs = Pairing.objects.filter(member=request.member_id, programme=request.programme_id)
    ended = theirs.filter(end_reason__in=RULED_ENDINGS).exclude(supporter__in=here)
    if since is not None:
        return ended.filter(ended_at__gt=since).exists()
    return ended.filter(Q(followed_by=request) | Q(ended_at__gte=request.made_at)).exists()


def _why(last: Proposal | None) -> rules.Again | None:
    if last is None or last.stage == Stage.ACCEPTED:
        return None
    return rules.why_again(
        rules.Closed(
            end=rules.End(last.stage),
            chosen=last.chosen_by_member,
            supporter_said=last.supporter_said,
            member_said=last.member_said,
        )
    )
