"""What of the groups stands in the list, for who is nobody there: never who is in one."""

from django.db.models import Q, QuerySet

from hearten.accounts.models import Programme
from hearten.groups.models import Entry, Group, Meeting

LISTED = Q(closed_at__isnull=True, entry__in=[Entry.OPEN, Entry.REQUEST])
"""Of groups: open, and not by code alone."""


def groups_in_list(programme: Programme) -> QuerySet[Group]:
    """The groups of a programme that people may come into by themselves."""
    return Group.objects.filter(LISTED, programme=programme)


def meetings_in_list(programme: Programme) -> QuerySet[Meeting]:
    """The meetings of these groups, with them."""
    found = Meeting.objects.filter(group__in=groups_in_list(programme))
    return found.select_related("group")
