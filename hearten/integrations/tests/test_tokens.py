"""Tokens: shown once, kept as a hash, made and revoked by managers, recorded."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.groups.tests.factories import TESTS
from hearten.integrations import actions, queries
from hearten.integrations.models import ApiToken
from hearten.integrations.rules import PREFIX, Cursor, cursor_of, hash_of, new_secret, opening_of


def made(programme, **said):
    usual = {"token_id": uuid4(), "name": "Website", "scopes": ["groups:read"], "days": 30}
    return actions.make_token(programme=programme, **(usual | said), by=TESTS)


@given(at=st.datetimes(timezones=st.timezones()), key=st.uuids())
def test_a_cursor_comes_back_as_it_was(at, key):
    found = cursor_of(str(Cursor(at, key)))
    assert (found.at.utcoffset(), found) == (at.utcoffset(), Cursor(found.at, key))
    assert found.at.replace(tzinfo=None) == at.replace(tzinfo=None)


@given(st.text())
def test_whatever_is_no_cursor_is_a_value_error(text):
    try:
        assert str(cursor_of(text))
    except ValueError:
        return


def test_a_secret_is_long_its_opening_short_and_its_hash_tells_nothing():
    secret = new_secret()
    assert (secret.startswith(PREFIX), len(secret), len(opening_of(secret))) == (True, 51, 14)
    assert (len(hash_of(secret)), opening_of(secret) in hash_of(secret)) == (64, False)


@pytest.mark.django_db
def test_the_secret_is_stored_nowhere_and_opens_its_token():
    programme = make_programme()
    token = made(programme)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t::text FROM integrations_apitoken t UNION SELECT e::text FROM audit_event e"
        )
        stored = "".join(row[0] for row in cursor.fetchall())
    assert token.secret not in stored
    assert token.secret.removeprefix(PREFIX) not in repr(token)
    assert queries.token_of(token.secret) == token.token
    assert queries.token_of(token.secret[:-1]) is None
    [event] = Event.objects.filter(verb="integrations.token_made")
    assert (event.object_id, event.details) == (
        str(token.token.pk),
        {"scopes": ["groups:read"], "days": 30},
    )


@pytest.mark.django_db
def test_sent_twice_it_is_made_once():
    programme, token_id = make_programme(), uuid4()
    made(programme, token_id=token_id)
    with pytest.raises(NotPossible):
        made(programme, token_id=token_id)
    assert ApiToken.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["people:read"]}, "scopes"),
        ({"days": 3650}, "days"),
        ({"name": " "}, "name"),
    ],
)
def test_what_is_not_on_the_form_is_refused_beside_its_field(said, field):
    with pytest.raises(Invalid) as refused:
        made(make_programme(), **said)
    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
def test_only_managers_of_the_programme_make_and_revoke():
    programme = make_programme()
    token = made(programme).token
    for person in (make_account(programme=programme), make_account(roles=[Role.MANAGER])):
        with pytest.raises(NotAllowed):
            actions.revoke_token(token=token, by=person)
        with pytest.raises(NotAllowed):
            actions.make_token(
                programme=programme,
                token_id=uuid4(),
                name="x",
                scopes=["groups:read"],
                days=30,
                by=person,
            )


@pytest.mark.django_db
def test_the_database_keeps_what_a_token_is():
    token = made(make_programme()).token
    row = ApiToken.objects.filter(pk=token.pk)
    for change, name in (
        ({"scopes": []}, "token_reads_something"),
        ({"scopes": ["all"]}, "token_reads_something"),
        ({"expires_at": token.made_at - timedelta(days=1)}, "token_ends"),
        ({"name": ""}, "token_has_a_name"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.update(**change)
    other = made(token.programme).token
    with pytest.raises(IntegrityError, match="secret_hash"), transaction.atomic():
        row.update(secret_hash=other.secret_hash)


@pytest.mark.django_db
def test_a_manager_sees_the_secret_once_and_revokes():
    programme = make_programme()
    client = client_of(make_account(programme=programme, roles=[Role.MANAGER]))
    page = reverse("integrations:make_token")
    refused = client.post(page, {"token_id": uuid4(), "name": "Zqwebsite", "days": "30"})
    assert (refused.status_code, "Zqwebsite" in refused.content.decode()) == (422, True)
    sent = {"token_id": uuid4(), "name": "Zqwebsite", "days": "30", "scopes": ["events:read"]}
    shown = client.post(page, sent).content.decode()
    [secret] = [
        word for word in shown.replace("<", " ").replace(">", " ").split() if PREFIX in word
    ]
    assert queries.token_of(secret).scopes == ["events:read"]
    assert client.post(page, sent).status_code == 422
    listed = client.get(reverse("integrations:tokens")).content.decode()
    assert ("Zqwebsite" in listed, secret in listed) == (True, False)
    token = queries.token_of(secret)
    client.post(reverse("integrations:revoke_token", args=[token.pk]))
    assert queries.token_of(secret) is None
