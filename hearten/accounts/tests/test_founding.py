from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hearten.accounts import queries
from hearten.accounts.models import Account, Programme, Role

pytestmark = pytest.mark.django_db


def found(**options):
    out = StringIO()
    given = {"name": "Harbour", "pseudonym": "Fox", "country": "pt"} | options
    call_command("found_programme", stdout=out, **given)
    return out.getvalue()


def test_the_first_manager_chooses_a_passphrase_with_the_printed_code():
    printed = found()
    programme, manager = Programme.objects.get(), Account.objects.get()
    assert (programme.name, programme.country) == ("Harbour", "PT")
    assert queries.roles_of(manager, programme) == {Role.MEMBER, Role.MANAGER}
    assert not manager.has_usable_password()
    assert queries.agreements_to_accept(manager, programme) == []

    code = printed.split()[-1]
    client = Client()
    assert (
        client.post("/recover/", {"pseudonym": "Fox", "code": code}).url == "/recover/passphrase/"
    )
    words = "seven new candles on the sill"
    client.post("/recover/passphrase/", {"passphrase": words, "again": words})
    assert client.get("/programme/people/").status_code == 200
    assert Client().post("/recover/", {"pseudonym": "Fox", "code": code}).status_code == 422


def test_what_is_not_given_is_asked(monkeypatch):
    answers = iter(["Lantern Street", "Fox", " gb "])
    monkeypatch.setattr("builtins.input", lambda prompt: next(answers))
    assert "Lantern Street is founded" in found(name=None, pseudonym=None, country=None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"country": "Portugal"}, "'PORTUGAL' is not a country code of two letters."),
        ({"pseudonym": "Admin"}, "This name could be taken for the staff. Please choose another."),
        ({"name": " "}, "Please write something first."),
    ],
)
def test_a_wrong_answer_is_one_clear_line_and_founds_nothing(options, words):
    with pytest.raises(CommandError) as refused:
        found(**options)
    assert str(refused.value) == words
    assert not Programme.objects.exists()
    assert not Account.objects.exists()


def test_founding_the_same_programme_again_is_refused():
    found()
    with pytest.raises(CommandError):
        found(pseudonym="Owl")
    assert Account.objects.count() == 1
