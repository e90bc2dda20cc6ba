"""The managers' pages of the numbers."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.crisis import actions
from hearten.crisis.models import CrisisLine

pytestmark = pytest.mark.django_db
LINES = reverse("crisis:lines")


def text_of(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", [None, Role.SUPPORTER, Role.SUPERVISOR, Role.MODERATOR])
def test_crisis_lines_are_kept_by_managers_only(programme, role):
    actions.load_crisis_lines(by=people.TESTS)
    row = CrisisLine.objects.get(shipped_key="ES-crisis-0")
    person = people.make_account(programme=programme, roles=[role] if role else [])
    client = people.client_of(person)
    gets = [
        LINES,
        reverse("crisis:line", args=[row.id]),
        reverse("crisis:add_line", args=["ES"]),
    ]
    assert [client.get(page).status_code for page in gets] == [404] * 3
    posts = [
        *gets[1:],
        reverse("crisis:remove_line", args=[row.id]),
        reverse("crisis:confirm_lines", args=["ES"]),
    ]
    data = {"kind": "crisis", "phone": "666"}
    assert [client.post(page, data).status_code for page in posts] == [404] * 4
    row.refresh_from_db()
    assert (row.phone, row.removed_at) == ("024", None)


def test_a_manager_adds_changes_confirms_and_removes_a_line(programme):
    manager = people.make_account(programme=programme, roles=[Role.MANAGER])
    client = people.client_of(manager)
    assert "The list that came with the software is shown." in text_of(client.get(LINES))
    add = reverse("crisis:add_line", args=["ES"])
    wrong = text_of(client.post(add, {"kind": "crisis", "name": "Typed name"}))
    assert "Please give a number, a text number or a website." in wrong
    assert 'value="Typed name"' in wrong
    client.post(add, {"kind": "crisis", "phone": "717 003 717", "hours": "day and night"})
    row = CrisisLine.objects.get(phone="717 003 717")
    client.post(reverse("crisis:line", args=[row.id]), {"kind": "crisis", "phone": "717 003 718"})
    everybody = text_of(Client().get(reverse("crisis:help"), {"country": "ES"}))
    assert "tel:717003718" in everybody
    assert "tel:024" in everybody
    client.post(reverse("crisis:confirm_lines", args=["ES"]))
    client.post(reverse("crisis:remove_line", args=[row.id]))
    assert client.post(reverse("crisis:remove_line", args=[row.id])).status_code == 404
    everybody = text_of(Client().get(reverse("crisis:help"), {"country": "ES"}))
    assert "tel:717003718" not in everybody
    assert "tel:024" in everybody
    assert client.get(LINES, {"country": "XX"}).status_code == 404
    assert client.get(reverse("crisis:add_line", args=["nowhere"])).status_code == 404
