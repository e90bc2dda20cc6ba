"""What an installation had before there was a promise."""

from datetime import UTC, datetime, timedelta

import pytest

from hearten.forum import actions, jobs
from hearten.forum.models import Thread
from hearten.forum.tests.factories import start, write
from hearten.foundation import clock
from hearten.foundation.tests.migrating import migrate

pytestmark = pytest.mark.django_db(transaction=True)
NIGHT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_old_threads_are_promised_twelve_hours_and_nobody_is_told_of_them(space, opener, other):
    with clock.frozen(NIGHT):
        start(space, opener, title="waits")
        start(space, opener, title="silent", looking_for="")
        write(start(space, opener, title="answered"), other)
    migrate("forum", "0008_content_notes")
    migrate()
    found = {one.title: one for one in Thread.objects.all()}
    for title in ("waits", "answered"):
        assert (found[title].rota_at, found[title].due_at) == (NIGHT + 8 * HOUR, NIGHT + 12 * HOUR)
    assert (found["silent"].rota_at, found["silent"].due_at) == (None, None)
    told = {
        title: (one.told_rota_at is not None, one.told_supervisors_at is not None)
        for title, one in found.items()
    }
    nothing = (False, False)
    assert told == {"waits": (True, True), "silent": nothing, "answered": nothing}
    with clock.frozen(NIGHT + 100 * HOUR):
        assert actions.tell_of_waiting(by=jobs.KEEPER) == 0
