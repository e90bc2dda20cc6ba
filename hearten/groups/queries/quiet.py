"""Reading which groups nobody hosts."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hearten.groups.models import Group, Seat, SeatRole, SeatState
from hearten.groups.rules import QUIET_AFTER

Groups = QuerySet[Group]


def due_to_ask(at: datetime) -> Groups:
    """Open groups in which no host was for too long, or that have none: whose members are to be
    asked."""
    hosted = Seat.objects.filter(group=OuterRef("pk"), role=SeatRole.HOST)
    quiet = Q(hosted_at__lte=at - QUIET_AFTER) | ~Q(Exists(hosted))
    found = Group.objects.filter(quiet, closed_at__isnull=True, asked_members_at__isnull=True)
    return found.order_by("hosted_at", "pk")


def due_to_close(at: datetime) -> Groups:
    """Groups that were asked long enough ago and still have nobody."""
    return Group.objects.filter(closed_at__isnull=True, closes_at__lte=at).order_by("closes_at")


def due_to_move_up(at: datetime) -> Groups:
    """Open groups with a free place and somebody who waits for one: what was left over when whoever gave
    a place died, or a block that was in the way is gone."""
    waiting = Seat.objects.filter(group=OuterRef("pk"), state=SeatState.WAITING)
    found = Group.objects.filter(Exists(waiting), closed_at__isnull=True, made_at__lte=at)
    return found.filter(taken__lt=F("size_limit")).order_by("pk")
