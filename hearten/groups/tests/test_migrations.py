"""What an installation had before groups had a room."""

import pytest

from hearten.accounts.tests.factories import make_account
from hearten.conversations.queries import participants_of
from hearten.foundation.tests.migrating import migrate
from hearten.groups.models import Group
from hearten.groups.tests.factories import come

pytestmark = pytest.mark.django_db(transaction=True)


def test_old_groups_get_a_room_for_who_is_in_them(group, host, other, third):
    for person in (other, third, make_account(programme=group.programme)):
        come(group, person)
    before = group.conversation_id
    migrate("groups", "0002_kept_by_the_database")
    migrate()
    found = Group.objects.select_related("conversation").get()
    assert (found.conversation.kind, found.conversation_id == before) == ("circle", False)
    assert participants_of(found.conversation_id) == {host.pk, other.pk, third.pk}
