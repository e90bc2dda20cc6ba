"""How an open proposal closes without a pairing. Call these under the request's lock."""

from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, live
from hearten.foundation.actors import Actor
from hearten.matching.models import (
    OPEN_STAGES,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)

_VERBS = {
    Stage.DECLINED: Verb.PROPOSAL_ANSWERED,
    Stage.EXPIRED: Verb.PROPOSAL_EXPIRED,
    Stage.WITHDRAWN: Verb.PROPOSAL_WITHDRAWN,
}


def close(held: Proposal, stage: Stage, *, by: Actor, **details: str) -> None:
    """Close a locked open proposal; its request waits again, in its old place."""
    held.stage = stage
    held.closed_at = clock.now()
    held.save(update_fields=["stage", "closed_at", "supporter_said", "member_said"])
    held.request.state = RequestState.WAITING
    held.request.save(update_fields=["state"])
    audit.record(verb=_VERBS[stage], subject=held, by=by, **details)
    live.nudge_on_commit(held.supporter_id)
    live.nudge_on_commit(held.request.member_id)


def withdraw(request: SupportRequest, *, by: Actor) -> None:
    """Withdraw whatever is open for a locked request."""
    asking = Proposal.objects.select_for_update(no_key=True).filter(
        request=request, stage__in=OPEN_STAGES
    )
    for proposal in asking:
        proposal.request = request
        close(proposal, Stage.WITHDRAWN, by=by)
