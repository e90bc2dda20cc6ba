"""What installations hold from before agreements had languages."""

import importlib

import pytest

from hearten.accounts import queries
from hearten.accounts.models import Acceptance, Account, Programme
from hearten.accounts.tests.factories import make_programme
from hearten.foundation.tests.migrating import empty_database, migrate

BEFORE = "0001_initial"


@pytest.mark.django_db(transaction=True)
def test_there_and_back():
    with empty_database():
        migrate("audit")
        migrate("accounts")
        make_programme("Harbour", language="es", welcomes={"es": "Pasa.", "en": "Come in."})
        model = migrate("accounts", BEFORE)
        _the_main_texts_are_kept(lambda name: model("accounts", name))
        _live_before(lambda name: model("accounts", name))
        migrate("accounts")
        _texts_acceptances_and_welcomes_are_kept()


def _the_main_texts_are_kept(model):
    assert model("Programme").objects.get().welcome == "Pasa."
    terms = model("Agreement").objects.get(kind="terms")
    assert terms.text.startswith("Nos tratamos con amabilidad.")
    for name in ("Agreement", "Programme"):
        model(name).objects.all().delete()


def _live_before(model):
    harbour = model("Programme").objects.create(slug="harbour", name="H", welcome="Come in.")
    lamp = model("Programme").objects.create(slug="lamp", name="L")
    otter = model("Account").objects.create(pseudonym="Otter", pseudonym_key="otter")
    model("Membership").objects.create(programme=harbour, account=otter, role="member")
    terms = model("Agreement").objects.create(
        programme=harbour, kind="terms", version=2, text="Be kind.", what_changed="Shorter."
    )
    model("Acceptance").objects.create(agreement=terms, account=otter)
    model("Agreement").objects.create(
        programme=lamp, kind="terms", version=1, text="نحن لطفاء (Hearten)."
    )


def _texts_acceptances_and_welcomes_are_kept():
    harbour, lamp = Programme.objects.get(slug="harbour"), Programme.objects.get(slug="lamp")
    assert (harbour.language, lamp.language) == ("en", "ar")
    assert queries.welcomes_of(harbour) == {"en": "Come in."}
    assert queries.welcomes_of(lamp) == {}
    [one] = Acceptance.objects.all()
    assert (one.text.agreement_id, one.text.text) == (one.agreement_id, "Be kind.")
    assert (one.text.language, one.text.what_changed) == ("en", "Shorter.")
    assert one.text.written_at == one.agreement.published_at
    assert queries.agreements_to_accept(Account.objects.get(), harbour) == []
    assert queries.current_agreement(lamp, "terms").language == "ar"


@pytest.mark.parametrize(
    ("text", "language"), [("Be kind.", "en"), ("كن لطيفًا مع Otter", "ar"), ("", "en")]
)
def test_only_a_script_tells_a_language(text, language):
    module = importlib.import_module("hearten.accounts.migrations.0002_texts_in_languages")
    assert module.language_of(text) == language
