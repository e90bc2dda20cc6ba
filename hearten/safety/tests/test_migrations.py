"""What an installation had is still there."""

import pytest

from hearten.accounts.tests import factories as people
from hearten.foundation.tests.migrating import migrate
from hearten.safety.models import ScreeningSettings
from hearten.safety.queries import screens


@pytest.mark.django_db(transaction=True)
def test_programmes_that_screened_go_on_and_no_other_begins():
    on, off, never, since = (people.make_programme() for _ in range(4))
    ScreeningSettings.objects.create(programme=since, on=True)  # goes back, and comes again
    model = migrate("safety", "0010_report_history")
    try:
        for programme, screener in ((on, True), (off, False)):
            model("safety", "EscalationSettings").objects.create(
                programme_id=programme.pk, screener=screener
            )
    finally:
        migrate()
    assert [screens(one) for one in (on, off, never, since)] == [True, False, False, True]
