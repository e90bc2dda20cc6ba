"""People and programmes for tests, made by the same actions as real ones."""

from collections.abc import Collection
from itertools import count
from typing import Any

from django.test import Client

from hearten.accounts import actions, queries
from hearten.accounts.models import Account, AgreementText, Programme, Role
from hearten.foundation.actors import SystemActor

TESTS = SystemActor("tests")
PASSPHRASE = "seven quiet lanterns by the harbour"
_numbers = count(1)


def make_programme(name: str = "", **fields: Any) -> Programme:
    """A programme with a first version of every agreement."""
    name = name or f"Harbour {next(_numbers)}"
    return actions.create_programme(name=name, by=TESTS, **fields)


def make_account(
    pseudonym: str = "",
    *,
    programme: Programme | None = None,
    roles: Collection[Role] = (),
    passphrase: str = "",
    language: str = "",
    time_zone: str = "UTC",
) -> Account:
    """A member of `programme` (a new one when none is given) who also holds `roles` and accepted
    every current agreement. Without a passphrase (slow on purpose) use `client_of` to sign in."""
    programme = programme or make_programme()
    account = actions.join(
        programme=programme,
        pseudonym=pseudonym or f"Quiet Otter {next(_numbers)}",
        passphrase=passphrase,
        age_confirmed=True,
        agreed=queries.texts_in(queries.agreements_to_join(programme), language),
        language=language,
        time_zone=time_zone,
        by=TESTS,
    )
    for role in roles:
        actions.give_role(account=account, programme=programme, role=role, by=TESTS)
    if Role.SUPPORTER in roles:  # everybody else accepted with joining
        accept_all(account, programme)
    return account


def accept_all(account: Account, programme: Programme) -> list[AgreementText]:
    """Accept what the person is still asked for, in their language."""
    needed = queries.agreements_to_accept(account, programme)
    asked = queries.texts_in(needed, account.language)
    for text in asked:
        actions.accept_agreement(text=text, account=account, by=account)
    return asked


def client_of(account: Account, **defaults: Any) -> Client:
    """A test client signed in as this person."""
    client = Client(**defaults)
    client.force_login(account)
    return client
