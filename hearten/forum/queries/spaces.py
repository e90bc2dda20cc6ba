"""Reading spaces."""

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hearten.accounts.models import Account, Programme
from hearten.accounts.queries import programmes_of
from hearten.forum.models import WAITING, Space, Thread
from hearten.forum.queries.threads import threads_listed_for


def spaces_visible_to(person: Account) -> QuerySet[Space]:
    """The spaces of the programmes a person is in, closed ones too: they can still be read."""
    return Space.objects.filter(programme__in=programmes_of(person))


def spaces_with_waiting(person: Account, programme: Programme) -> QuerySet[Space]:
    """A programme's spaces as one of its people finds them, open ones first, by name; each with
    `waiting`: how many threads wait there for an answer, of those that are listed for them."""
    threads = threads_listed_for(person).filter(WAITING, listed_in=OuterRef("pk")).order_by()
    waiting = threads.values("listed_in").annotate(count=Count("pk")).values("count")
    found = spaces_visible_to(person).filter(programme=programme)
    return found.annotate(waiting=Coalesce(Subquery(waiting), 0)).order_by(
        F("closed_at").asc(nulls_first=True), "name"
    )


def spaces_for_manager(programme: Programme) -> QuerySet[Space]:
    """Every space of a programme, open ones first."""
    found = Space.objects.filter(programme=programme)
    return found.order_by(F("closed_at").asc(nulls_first=True), "name")


def spaces_to_move_to(thread: Thread) -> QuerySet[Space]:
    """The open spaces of its programme that a thread does not stand in, by name."""
    found = Space.objects.filter(programme=thread.space.programme_id, closed_at=None)
    return found.exclude(pk=thread.listed_in_id).order_by("name")
