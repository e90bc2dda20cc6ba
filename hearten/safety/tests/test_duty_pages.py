"""The pages of being on duty: who gets in, what they do, and the call on every page."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.rota import actions as rota
from hearten.safety import actions
from hearten.safety.models import Alert, Case, DrillAnswer
from hearten.triage.rules import Signal, Verdict

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def manager(programme):
    return people.make_account("Open Window", programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def alert(programme, moderator):
    author = people.make_account("Planted Author", programme=programme)
    actions.note_finding(
        programme=programme,
        author_id=author.id,
        verdict=Verdict(3, 0.9, (Signal("plan", 0.9, 0, 5, ("so",), 3),), "en", "t.1"),
        text="planted-danger words",
        place="conversation:one",
        subject_kind="conversations.message",
        subject_id="m1",
        written_at=clock.now(),
        by=SYSTEM,
    )
    actions.take_due_steps(by=SYSTEM)
    return Alert.objects.get()


PAGES = {
    "safety:duty": {Role.MODERATOR},
    "safety:drills": {Role.MODERATOR, Role.MANAGER},
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [None, *(one for one in Role if one != Role.MEMBER)])
def test_who_may_open_what(programme, name, role):
    person = people.make_account(programme=programme, roles=[role] if role else [])
    expected = 200 if role in PAGES[name] else 404
    assert people.client_of(person).get(reverse(name)).status_code == expected


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR])
def test_who_has_no_part_in_it_changes_nothing(programme, moderator, alert, role):
    person = people.make_account(programme=programme, roles=[role] if role else [])
    client = people.client_of(person)
    for name, args in (("safety:have_it", [alert.pk]), ("safety:start_drill", [])):
        assert client.post(reverse(name, args=args)).status_code == 404
    assert (Alert.objects.count(), Case.objects.get().assignee) == (1, None)


def test_moderators_of_another_programme_see_nothing(alert):
    other = people.make_account(programme=people.make_programme(), roles=[Role.MODERATOR])
    client = people.client_of(other)
    assert "Case " not in text_of(client.get(reverse("safety:duty")))
    assert client.post(reverse("safety:have_it", args=[alert.pk])).status_code == 404


def test_a_moderator_cannot_start_a_drill(second):
    client = people.client_of(second)
    assert client.post(reverse("safety:start_drill")).status_code == 404
    assert Alert.objects.count() == 0


def test_the_call_is_on_every_page_until_somebody_has_it(alert, moderator, second):
    for path in ("/", reverse("safety:cases"), reverse("accounts:settings")):
        text = text_of(people.client_of(moderator).get(path))
        assert text.count("You are being called.") == 1
        assert "planted" not in text.lower()
    answer = people.client_of(second).post(reverse("safety:have_it", args=[alert.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("safety:case", args=[alert.case_id])
    assert "You are being called." not in text_of(people.client_of(moderator).get("/"))
    late = people.client_of(moderator).post(reverse("safety:have_it", args=[alert.pk]), follow=True)
    assert "Quiet Finch already has this case." in text_of(late)


def test_others_have_no_such_part_on_their_pages(programme, alert, manager):
    for person in (people.make_account(programme=programme), manager):
        client = people.client_of(person)
        assert 'id="calling"' not in text_of(client.get("/"))
        assert text_of(client.get(reverse("safety:calling"))).strip() == ""


def test_a_drill_says_so_everywhere_and_is_answered(programme, moderator, manager):
    client = people.client_of(manager)
    answer = client.post(reverse("safety:start_drill"), follow=True)
    assert "Under way" in text_of(answer)
    actions.take_due_steps(by=SYSTEM)
    mine = people.client_of(moderator)
    assert "This is a practice." in text_of(mine.get("/"))
    drill = Alert.objects.get()
    said = text_of(mine.post(reverse("safety:have_it", args=[drill.pk]), follow=True))
    assert "This was a practice, and it reached you." in said
    assert "This is a practice." not in said
    assert DrillAnswer.objects.get().account == moderator
    report = text_of(client.get(reverse("safety:drill", args=[drill.pk])))
    assert "Calm Heron" in report
    assert "On the pages: Sent" in report


def test_the_duty_page_says_whether_it_is_me(programme, moderator, second):
    now = clock.now()
    rota.add_duty_change(
        programme=programme, account=moderator, on=True,
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), by=moderator,
    )  # fmt: skip
    page = reverse("safety:duty")
    assert "You are on duty now." in text_of(people.client_of(moderator).get(page))
    assert "You are not on duty now." in text_of(people.client_of(second).get(page))
