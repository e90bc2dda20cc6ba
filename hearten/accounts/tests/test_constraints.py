"""What the database refuses, whoever asks."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, connection, transaction

from hearten.accounts import actions
from hearten.accounts.models import (
    Acceptance,
    Account,
    Agreement,
    AgreementKind,
    AgreementText,
    Block,
    Membership,
    Programme,
    Role,
    Session,
    Welcome,
)
from hearten.accounts.tests.factories import TESTS, make_account
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


def refused(constraint, write):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    assert error.value.__cause__.diag.constraint_name == constraint


def test_pseudonyms_are_unique_by_their_key(programme):
    otter = make_account("Quiet Otter", programme=programme)
    double = Account(pseudonym="QUIET otter")
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        double.save()
    assert "pseudonym_key" in error.value.__cause__.diag.constraint_name
    assert Account.objects.get() == otter


def test_pseudonyms_are_neither_empty_nor_endless(programme):
    refused("account_pseudonym_not_empty", lambda: Account(pseudonym="...").save())
    otter = make_account(programme=programme)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_account ALTER pseudonym TYPE varchar(80)")
    refused(
        "account_pseudonym_not_too_long",
        lambda: Account.objects.filter(pk=otter.pk).update(pseudonym="x" * 41),
    )


def test_a_country_is_a_code(programme):
    refused(
        "programme_country_is_code",
        lambda: Programme.objects.filter(pk=programme.pk).update(country="gb"),
    )


def test_a_role_is_held_once_and_known_and_ends_after_it_began(programme):
    otter = make_account(programme=programme)
    held = Membership.objects.get(account=otter)
    refused(
        "membership_role_once",
        lambda: Membership.objects.create(programme=programme, account=otter, role=Role.MEMBER),
    )
    refused(
        "membership_role_known",
        lambda: Membership.objects.create(programme=programme, account=otter, role="emperor"),
    )
    refused(
        "membership_ends_after_start",
        lambda: Membership.objects.filter(pk=held.pk).update(
            ended_at=held.since - timedelta(seconds=1)
        ),
    )
    Membership.objects.filter(pk=held.pk).update(ended_at=clock.now())
    Membership.objects.create(programme=programme, account=otter, role=Role.MEMBER)


def test_agreements_are_numbered_once_from_one_and_of_known_kinds(programme):
    def publish(**changes):
        given = {"programme": programme, "kind": "terms", "version": 9, "language": "en"}
        return lambda: Agreement.objects.create(**(given | changes))

    refused("agreement_version_once", publish(version=1))
    refused("agreement_version_from_1", publish(version=0))
    refused("agreement_kind_known", publish(kind="marketing"))


def test_a_programmes_language_is_known_and_its_welcomes_are_words_once_in_each(programme):
    refused(
        "programme_language_known",
        lambda: Programme.objects.filter(pk=programme.pk).update(language="tlh"),
    )

    def welcome(language, text):
        return lambda: Welcome.objects.create(programme=programme, language=language, text=text)

    welcome("es", "Hola.")()
    refused("welcome_language_once", welcome("es", "Buenas."))
    refused("welcome_language_known", welcome("tlh", "Hello."))
    refused("welcome_not_empty", welcome("ar", ""))


def test_an_agreements_texts_are_words_once_in_each_known_language(programme):
    terms = _untranslated(programme)

    def text(language, words="x"):
        return lambda: AgreementText.objects.create(agreement=terms, language=language, text=words)

    refused("agreement_text_language_once", text("en"))
    refused("agreement_text_language_known", text("tlh"))
    refused("agreement_text_not_empty", text("es", ""))
    text("es")()


def test_what_is_published_is_never_changed_or_taken_away(programme):
    terms = _untranslated(programme)
    for write in (
        lambda: AgreementText.objects.filter(agreement=terms).update(text="Other."),
        lambda: AgreementText.objects.filter(agreement=terms)._raw_delete("default"),
        lambda: Agreement.objects.filter(pk=terms.pk).update(language="es"),
        lambda: Agreement.objects.filter(pk=terms.pk)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError, match="is append-only"), transaction.atomic():
            write()


def test_an_agreement_has_the_text_of_its_main_language(programme):
    def write():
        terms = Agreement.objects.create(
            programme=programme, kind="terms", version=9, language="en"
        )
        AgreementText.objects.create(agreement=terms, language="es", text="x")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    refused("agreement_has_main_text", write)


def test_nobody_accepts_one_agreement_by_the_words_of_another(programme):
    otter, terms = make_account(programme=programme), _untranslated(programme)
    other = AgreementText.objects.filter(agreement__kind="privacy").first()
    refused(
        "acceptance_of_own_text",
        lambda: Acceptance.objects.create(account=otter, agreement=terms, text=other),
    )


def _untranslated(programme):
    return actions.publish_agreement(
        programme=programme,
        kind=AgreementKind.TERMS,
        text="Be kind.",
        what_changed="Shorter.",
        by=TESTS,
    )


def test_an_agreement_is_accepted_once(programme):
    otter = make_account(programme=programme)
    one = Acceptance.objects.filter(account=otter).first()
    refused(
        "acceptance_once",
        lambda: Acceptance.objects.create(
            account=otter, agreement_id=one.agreement_id, text_id=one.text_id
        ),
    )


def test_nobody_is_blocked_twice_or_by_themselves(programme):
    otter, fox = make_account(programme=programme), make_account(programme=programme)
    Block.objects.create(by=otter, of=fox)
    refused("block_once", lambda: Block.objects.create(by=otter, of=fox))
    refused("block_not_self", lambda: Block.objects.create(by=otter, of=otter))


def test_a_sessions_public_id_is_its_own(programme):
    row = Session.objects.create(session_key="a", session_data="", expire_date=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(
            session_key="b", public_id=row.public_id, session_data="", expire_date=clock.now()
        )


def test_one_code_app_and_one_set_of_codes_each(programme):
    otter = make_account(programme=programme)
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=otter, type=kind, data={})
        refused(
            "unique_authenticator_type",
            lambda kind=kind: Authenticator.objects.create(user=otter, type=kind, data={}),
        )
