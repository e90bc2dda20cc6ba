"""Who may see which request, proposal and pairing. What is not here is a 404."""

from uuid import UUID

from django.db.models import Q, QuerySet

from hearten.accounts.queries import blocked_with
from hearten.foundation.actors import Actor
from hearten.matching.models import OPEN_STATES, Pairing, Proposal, SupportRequest


def requests_visible_to(actor: Actor) -> QuerySet[SupportRequest]:
    """A request is its member's own; supporters see of it what their proposal shows, managers
    how long people wait (`waits_of`)."""
    return SupportRequest.objects.filter(member=actor.actor_id).select_related("member")


def proposals_visible_to(actor: Actor) -> QuerySet[Proposal]:
    """A supporter sees what they were asked. The member sees it once the supporter said yes, or
    when the member chose them; so a member never learns who said no. A block hides it at once."""
    parted = blocked_with(actor.actor_id) if actor.actor_id else frozenset()
    mine = Q(supporter=actor.actor_id) & ~Q(request__member__in=parted)
    told = Q(supporter_said=True) | Q(chosen_by_member=True)
    for_me = Q(request__member=actor.actor_id) & told & ~Q(supporter__in=parted)
    return Proposal.objects.filter(mine | for_me).select_related(
        "request__member", "request__programme", "request__follows__member", "supporter"
    )


def pairings_visible_to(actor: Actor) -> QuerySet[Pairing]:
    """The two people, during and after. Also after a block: the ending is theirs to look at."""
    two = Q(member=actor.actor_id) | Q(supporter=actor.actor_id)
    return Pairing.objects.filter(two).select_related(
        "programme", "member", "supporter", "handover_to"
    )


def pairing_visible_to(actor: Actor, pairing_id: UUID) -> Pairing | None:
    """One pairing, or None where there is none for this person."""
    return pairings_visible_to(actor).filter(pk=pairing_id).first()


def open_request(actor: Actor, programme_id: UUID) -> SupportRequest | None:
    """The request this person has open in a programme."""
    return (
        requests_visible_to(actor)
        .select_related("programme", "follows")
        .filter(programme=programme_id, state__in=OPEN_STATES)
        .first()
    )
