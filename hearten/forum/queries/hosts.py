"""Reading who looks after a space: by the name they have there, never by account."""

from django.db.models import Exists, QuerySet

from hearten.accounts.models import Account
from hearten.conduct.queries import held_accounts
from hearten.forum.models import Host, Space


def hosts_of(space: Space) -> QuerySet[Host]:
    """The hosts of a space with their faces, by name."""
    return Host.objects.filter(face__space=space).select_related("face").order_by("face__name")


def hosted_by(person: Account) -> QuerySet[Space]:
    """The spaces this person looks after now: none while anything holds them."""
    held = held_accounts().filter(account=person.pk)
    mine = Space.objects.filter(faces__account=person, faces__host__isnull=False)
    return mine.filter(~Exists(held))
