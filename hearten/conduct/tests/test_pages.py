"""The second person's pages: who gets in, what they show, and that pressing does what it says."""

from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conduct import actions, queries
from hearten.conduct.rules import Kind
from hearten.foundation import clock

pytestmark = pytest.mark.django_db
REVIEWS = reverse("conduct:reviews")


@pytest.fixture
def proposed(scene):
    return scene.impose(Kind.PAUSE)


@pytest.fixture
def appeal(scene):
    measure = scene.impose(Kind.WARNING)
    return actions.appeal(measure=measure, words="planted-appeal", by=scene.person)


def at(name, one):
    return reverse(f"conduct:{name}", args=[one.id])


def text_of(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR])
def test_for_everybody_else_nothing_waits_here(scene, proposed, appeal, role):
    person = make_account(programme=scene.programme, roles=[role] if role else [])
    client = client_of(person)
    pages = [REVIEWS, at("proposal", proposed), at("appealed", appeal), reverse("conduct:promise")]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    posts = [at("confirm", proposed), at("decline", proposed), at("lift", appeal.measure)]
    assert [client.post(page).status_code for page in posts] == [404] * 3


def test_moderators_elsewhere_see_nothing_of_it(scene, proposed, appeal):
    client = client_of(make_account(roles=[Role.MODERATOR]))
    pages = [at("proposal", proposed), at("appealed", appeal)]
    assert [client.get(page).status_code for page in pages] == [404] * 2
    assert client.post(at("confirm", proposed)).status_code == 404
    assert "Nothing waits" in text_of(client.get(REVIEWS))


def test_the_list_names_nobody(scene, proposed, appeal):
    text = text_of(client_of(scene.second).get(REVIEWS))
    assert "Pause of the account" in text
    assert "planted" not in text.lower()


def test_the_second_person_reads_then_agrees(scene, proposed):
    client = client_of(scene.second)
    page = text_of(client.get(at("proposal", proposed)))
    assert "planted-reason" in page
    assert "Please read what was reported first." in page
    assert "I agree: it stands" not in page
    assert "Planted Reporter" not in page
    client.post(at("confirm", proposed))
    proposed.refresh_from_db()
    assert proposed.state == "proposed"
    scene.known.opened.add(scene.second.id)
    assert "I agree: it stands" in text_of(client.get(at("proposal", proposed)))
    answer = client.post(at("confirm", proposed), follow=True)
    assert "You agreed." in text_of(answer)
    proposed.refresh_from_db()
    assert proposed.state == "standing"


def test_whoever_proposed_it_can_only_take_it_back(scene, proposed):
    client = client_of(scene.first)
    page = text_of(client.get(at("proposal", proposed)))
    assert "Somebody else decides." in page
    assert "I agree" not in page
    client.post(at("decline", proposed))
    proposed.refresh_from_db()
    assert proposed.state == "declined"


def test_an_appeal_is_decided_on_its_page(scene, appeal):
    client = client_of(scene.second)
    page = text_of(client.get(at("appealed", appeal)))
    assert "planted-appeal" in page
    wrong = client.post(at("appealed", appeal), {"outcome": "changed", "answer": "kept words"})
    assert wrong.status_code == 422
    assert "kept words" in wrong.text
    assert "Please say what it becomes" in wrong.text
    data = {"outcome": "changed", "becomes": "reminder:", "answer": "It was not that bad"}
    assert client.post(at("appealed", appeal), data).status_code == 302
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.measure.kind) == ("changed", "reminder")
    own = client_of(scene.person).get(reverse("conduct:decision", args=[appeal.measure_id]))
    assert "It was not that bad" in text_of(own)
    assert "Your decision" not in text_of(client.get(at("appealed", appeal)))


def test_who_decided_before_cannot_decide_by_sending_the_form(scene, appeal):
    client = client_of(scene.first)
    assert "somebody else decides" in text_of(client.get(at("appealed", appeal)))
    data = {"outcome": "upheld", "answer": "x"}
    client.post(at("appealed", appeal), data)
    appeal.refresh_from_db()
    assert appeal.outcome == ""


def test_only_what_is_lighter_is_offered(scene):
    measure = scene.stands(Kind.PAUSE)
    appeal = actions.appeal(measure=measure, words="x", by=scene.person)
    third = scene.moderator()
    page = text_of(client_of(third).get(at("appealed", appeal)))
    for offered in ("reminder:", "warning:", "restriction:new", "restriction:writing", "pause:"):
        assert f'value="{offered}"' in page
    assert 'value="removal:"' not in page


def test_a_manager_changes_the_promise(scene):
    client = client_of(scene.manager())
    page = reverse("conduct:promise")
    assert 'value="7"' in text_of(client.get(page))
    assert client.post(page, {"appeal_days": "0"}).status_code == 422
    assert client.post(page, {"appeal_days": "3"}).status_code == 302
    assert queries.settings_of(scene.programme).appeal_days == 3


def test_taking_back_comes_from_the_case(scene):
    measure = scene.impose(Kind.WARNING)
    answer = client_of(scene.second).post(at("lift", measure))
    assert (answer.status_code, answer.url) == (302, "/ground/")
    measure.refresh_from_db()
    assert measure.state == "lifted"


def test_unknown_ones_are_404(scene):
    client = client_of(scene.second)
    for name in ("proposal", "appealed", "decision"):
        assert client.get(reverse(f"conduct:{name}", args=[uuid4()])).status_code == 404


def test_home_tells_that_something_was_written(scene):
    client = client_of(scene.person)
    assert "The moderation team wrote to you" not in text_of(client.get("/"))
    measure = scene.impose(Kind.REMINDER)
    assert "The moderation team wrote to you" in text_of(client.get("/"))
    client.post(at("acknowledge", measure))
    assert "The moderation team wrote to you" not in text_of(client.get("/"))


def test_a_moderators_home_and_list_say_that_something_waits(scene, proposed, appeal):
    client = client_of(scene.second)
    for page in ("/", reverse("safety:cases")):
        text = text_of(client.get(page))
        assert "Waits for a second person" in text
        assert "Promised earlier" not in text
        with clock.frozen(appeal.decide_by + timedelta(seconds=1)):
            assert "Promised earlier" in text_of(client_of(scene.second).get(page))
    assert "Waits for a second person" not in text_of(client_of(scene.reporter).get("/"))


def test_titles_tell_nothing(scene, proposed, appeal):
    own = client_of(scene.person)
    own.post(at("acknowledge", appeal.measure))
    second = client_of(scene.second)
    for client, page in (
        (own, reverse("conduct:mine")),
        (own, at("decision", appeal.measure)),
        (second, REVIEWS),
        (second, at("proposal", proposed)),
        (second, at("appealed", appeal)),
    ):
        assert "<title>Decisions</title>" in text_of(client.get(page))
