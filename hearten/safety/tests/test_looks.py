"""What a person is told of who read what is theirs: when the case is closed, and nothing of reporters."""

import pytest

from hearten.accounts import ports
from hearten.accounts.tests.factories import client_of
from hearten.safety import actions, queries
from hearten.safety.models import Case, ReportReason, Resolution
from hearten.safety.tests.factories import make_report

pytestmark = pytest.mark.django_db
LOOKS = "/me/account/data/looks/"


@pytest.mark.parametrize(
    ("reason", "resolution", "why"),
    [
        (ReportReason.HARASSMENT, Resolution.TALKED, "Somebody told us about something you wrote."),
        (ReportReason.DANGER, Resolution.SAFE, "Somebody was worried about your safety"),
    ],
)
def test_a_reading_is_told_when_the_case_is_closed(
    programme, reporter, reported, moderator, reason, resolution, why
):
    case = make_report(programme, reported, reporter, reason=reason)
    actions.assign_case(case=case, by=moderator)
    actions.read_evidence(case=case, by=moderator)
    assert queries.looks_of(reported) == []
    assert "Nobody has looked" in client_of(reported).get(LOOKS).content.decode()
    actions.resolve_case(case=case, resolution=resolution, reason="Done", by=moderator)
    [look] = queries.looks_of(reported)
    assert why in str(look.why)
    page = client_of(reported).get(LOOKS).content.decode()
    assert "A moderator" in page
    hidden = ["Planted Reporter", "Calm Heron", "planted-words", "planted-evidence", str(case.pk)]
    assert [words for words in hidden if words in page] == []


def test_nobody_else_is_told(programme, reporter, reported, moderator, second):
    case = make_report(programme, reported, reporter)
    actions.assign_case(case=case, by=moderator)
    actions.read_evidence(case=case, by=moderator)
    actions.resolve_case(case=case, resolution=Resolution.TALKED, reason="Done", by=moderator)
    for other in (reporter, moderator, second):
        assert ports.looks_of(other) == []


def test_once_the_key_is_destroyed_nothing_of_a_case_opens(
    programme, reporter, reported, moderator
):
    from hearten.foundation.errors import NotPossible

    case = make_report(programme, reported, reporter)
    actions.assign_case(case=case, by=moderator)
    actions.add_note(case=case, text="A note", by=moderator)
    actions.resolve_case(case=case, resolution=Resolution.TALKED, reason="Done", by=moderator)
    Case.objects.filter(pk=case.pk).update(wrapped_key=None)
    case.refresh_from_db()
    assert (queries.notes_of(case), queries.reason_of(case)) == ([], "")
    assert queries.screenings_of(case) == []
    with pytest.raises(NotPossible):
        actions.read_evidence(case=case, by=moderator)
    assert client_of(moderator).get(f"/safety/cases/{case.pk}/").status_code == 200
