"""What holds for every write: the act and its record are one."""

import pytest
from django.core import serializers

from hearten.accounts import actions, queries
from hearten.accounts.models import AgeRule, AgreementKind, RestoreReason, Role, SuspendReason
from hearten.accounts.tests.factories import (
    PASSPHRASE,
    TESTS,
    client_of,
    make_account,
    make_programme,
)
from hearten.audit import actions as audit

pytestmark = pytest.mark.django_db


class BrokenError(Exception):
    pass


@pytest.fixture
def people(programme):
    """Somebody with everything, and a manager."""
    manager = make_account("Fox", programme=programme, roles=[Role.MANAGER])
    otter = make_account(
        "Quiet Otter", programme=programme, roles=[Role.SUPPORTER], passphrase=PASSPHRASE
    )
    owl = make_account("Owl", programme=programme)
    gone = make_account("Gone", programme=programme)
    actions.suspend(account=gone, reason=SuspendReason.SAFETY, by=TESTS)
    actions.block(of=owl, by=otter)
    actions.make_recovery_codes(account=otter, by=otter)
    actions.ask_erasure(account=owl, by=owl)
    passkey = actions.add_passkey(account=otter, credential={"id": "A"}, name="Phone", by=otter)
    client_of(otter)
    untranslated = actions.publish_agreement(
        programme=make_programme(),
        kind=AgreementKind.TERMS,
        text="Once.",
        what_changed="x",
        by=TESTS,
    )
    return {
        "untranslated": untranslated,
        "otter": otter,
        "owl": owl,
        "manager": manager,
        "gone": gone,
        "passkey": passkey,
    }


def _terms(programme):
    return actions.publish_agreement(
        programme=programme, kind=AgreementKind.TERMS, text="New.", what_changed="x", by=TESTS
    )


ACTS = {
    "create_programme": lambda p, o: actions.create_programme(name="Other", by=TESTS),
    "found_programme": lambda p, o: actions.found_programme(
        name="Other", pseudonym="Elm", by=TESTS
    ),
    "change_programme": lambda p, o: actions.change_programme(
        programme=p,
        name="New",
        language="en",
        welcomes={"es": "Hola."},
        age_rule=AgeRule.ADULTS,
        country="GB",
        open_to_join=True,
        by=o["manager"],
    ),
    "join": lambda p, o: actions.join(
        programme=p,
        pseudonym="Elm",
        age_confirmed=True,
        agreed=queries.texts_in(queries.agreements_to_join(p), "en"),
        by=TESTS,
    ),
    "give_role": lambda p, o: actions.give_role(
        account=o["owl"], programme=p, role=Role.MODERATOR, by=TESTS
    ),
    "end_role": lambda p, o: actions.end_role(
        account=o["otter"], programme=p, role=Role.SUPPORTER, by=TESTS
    ),
    "publish_agreement": lambda p, o: _terms(p),
    "translate_agreement": lambda p, o: actions.translate_agreement(
        agreement=o["untranslated"], language="es", text="Una vez.", what_changed="x", by=TESTS
    ),
    "suspend": lambda p, o: actions.suspend(
        account=o["otter"], reason=SuspendReason.HARM, by=TESTS
    ),
    "restore": lambda p, o: actions.restore(
        account=o["gone"], reason=RestoreReason.MISTAKE, by=TESTS
    ),
    "block": lambda p, o: actions.block(of=o["otter"], by=o["owl"]),
    "unblock": lambda p, o: actions.unblock(of=o["owl"], by=o["otter"]),
    "save_settings": lambda p, o: actions.save_settings(
        account=o["otter"], language="es", time_zone="UTC", country="", pronouns="", by=o["otter"]
    ),
    "change_passphrase": lambda p, o: actions.change_passphrase(
        account=o["otter"], passphrase="x" * 12, keep_session=None, by=o["otter"]
    ),
    "add_passkey": lambda p, o: actions.add_passkey(
        account=o["otter"], credential={"id": "B"}, name="", by=o["otter"]
    ),
    "remove_passkey": lambda p, o: actions.remove_passkey(
        account=o["otter"], passkey_id=o["passkey"], by=o["otter"]
    ),
    "add_totp": lambda p, o: actions.add_totp(
        account=o["otter"], secret="JBSWY3DPEHPK3PXP", by=o["otter"]
    ),
    "make_recovery_codes": lambda p, o: actions.make_recovery_codes(
        account=o["otter"], by=o["otter"]
    ),
    "use_recovery_code": lambda p, o: actions.use_recovery_code(
        account=o["otter"], code=queries.recovery_codes_left(o["otter"])[0], by=o["otter"]
    ),
    "recover": lambda p, o: actions.recover(
        account=o["otter"],
        mark=queries.recovery_mark(o["otter"]),
        passphrase="x" * 12,
        drop_totp=False,
        by=o["otter"],
    ),
    "end_session": lambda p, o: actions.end_session(
        account=o["otter"], session_id=queries.sessions_of(o["otter"])[0].public_id, by=o["otter"]
    ),
    "end_other_sessions": lambda p, o: actions.end_other_sessions(
        account=o["otter"], keep=None, by=o["otter"]
    ),
    "ask_erasure": lambda p, o: actions.ask_erasure(account=o["otter"], by=o["otter"]),
    "cancel_erasure": lambda p, o: actions.cancel_erasure(account=o["owl"], by=o["owl"]),
    "record_export": lambda p, o: actions.record_export(account=o["otter"], by=o["otter"]),
    "note_person_read": lambda p, o: actions.note_person_read(account=o["owl"], by=o["manager"]),
}


def _everything():
    from allauth.mfa.models import Authenticator
    from django.apps import apps

    models = [
        *apps.get_app_config("accounts").get_models(),
        *apps.get_app_config("audit").get_models(),
        Authenticator,
    ]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_cannot_be_recorded_does_not_happen(programme, people, monkeypatch, name):
    def fail(**given):
        raise BrokenError

    before = _everything()
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(BrokenError):
        ACTS[name](programme, people)
    monkeypatch.undo()
    assert _everything() == before


@pytest.mark.parametrize("name", ["accept_agreement", "remove_totp"])
def test_an_act_on_something_new_that_cannot_be_recorded_does_not_happen(
    programme, people, monkeypatch, name
):
    otter, new = people["otter"], queries.text_in(_terms(programme), "en")
    actions.add_totp(account=otter, secret="JBSWY3DPEHPK3PXP", by=otter)

    def fail(**given):
        raise BrokenError

    before = _everything()
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(BrokenError):
        if name == "accept_agreement":
            actions.accept_agreement(text=new, account=otter, by=otter)
        else:
            actions.remove_totp(account=otter, by=otter)
    monkeypatch.undo()
    assert _everything() == before


@pytest.mark.parametrize("name", ACTS)
def test_every_act_leaves_a_record_without_words(programme, people, name):
    from hearten.audit.models import Event

    before = Event.objects.count()
    ACTS[name](programme, people)
    new = list(Event.objects.order_by("id")[before:].values())
    assert new
    for private in ("Quiet Otter", "Owl", "Elm", "Fox", "New.", "JBSWY3DPEHPK3PXP", PASSPHRASE):
        assert private not in str(new)


def test_every_action_is_among_these():
    other = {"accept_agreement", "remove_totp"}
    # These record nothing: see their docstrings.
    nobodys = {"forget_expired", "try_recovery_code_of_nobody", "rewrap_authenticators"}
    # These act by what was asked before: test_erasing.py.
    by_rule = {"erase_due", "erase_again", "finish_erasures"}
    names = {name for name in actions.__all__ if name.islower()}
    assert names == set(ACTS) | other | nobodys | by_rule
