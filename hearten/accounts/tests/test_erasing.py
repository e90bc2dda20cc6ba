"""Asking to be erased, thinking again, being erased, and staying so after a restore."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hearten.accounts import actions, clients, ports, queries
from hearten.accounts.models import Account, Erasure, Membership, Role, SuspendReason
from hearten.accounts.rules.erasing import COOLING_OFF, Tombstone, WrongTombstoneError, from_line
from hearten.accounts.tests.factories import PASSPHRASE, TESTS, client_of, make_account
from hearten.audit.actions import seal_events
from hearten.audit.queries import check, events_about
from hearten.foundation import clock, crypto
from hearten.foundation.errors import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "tombstones.jsonl"
    return settings.ERASURES_FILE


@pytest.fixture
def otter(programme):
    account = make_account("Quiet Otter", programme=programme, passphrase=PASSPHRASE)
    actions.make_recovery_codes(account=account, by=account)
    actions.save_settings(
        account=account,
        pronouns="she/her",
        language="es",
        country="ES",
        time_zone="Europe/Madrid",
        by=account,
    )
    return Account.objects.get(pk=account.pk)


def erase(account: Account) -> Erasure:
    """Ask, let a day pass, and have it done."""
    asked = actions.ask_erasure(account=account, by=account)
    with clock.frozen(asked.due_at):
        assert actions.erase_due(by=TESTS) == 1
    return Erasure.objects.get(pk=asked.pk)


def test_it_is_asked_once_and_waits_a_day(otter):
    first = actions.ask_erasure(account=otter, by=otter)
    again = actions.ask_erasure(account=otter, by=otter)
    assert again.pk == first.pk
    assert first.due_at - first.asked_at == COOLING_OFF
    with clock.frozen(first.due_at - timedelta(seconds=1)):
        assert actions.erase_due(by=TESTS) == 0
    assert Account.objects.get(pk=otter.pk).pseudonym == "Quiet Otter"


def test_it_can_be_stopped_until_it_is_done(otter):
    asked = actions.ask_erasure(account=otter, by=otter)
    actions.cancel_erasure(account=otter, by=otter)
    actions.cancel_erasure(account=otter, by=otter)
    with clock.frozen(asked.due_at + timedelta(days=1)):
        assert actions.erase_due(by=TESTS) == 0
    assert queries.open_erasure(otter) is None
    assert client_of(otter).get("/me/account/data/").status_code == 200
    verbs = [one.verb for one in events_about(otter)][-2:]
    assert verbs == ["accounts.erasure_asked", "accounts.erasure_cancelled"]


def test_nobody_else_can_ask_or_stop_it(otter, programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    with pytest.raises(NotAllowed):
        actions.ask_erasure(account=otter, by=manager)
    with pytest.raises(NotAllowed):
        actions.cancel_erasure(account=otter, by=manager)
    for act in (actions.erase_due, actions.finish_erasures):
        with pytest.raises(NotAllowed):
            act(by=manager)


def test_nothing_of_the_account_is_left(otter):
    client = client_of(otter)
    wrapped = bytes(otter.wrapped_key)
    done = erase(otter)
    row = Account.objects.get(pk=otter.pk)
    assert (row.pseudonym, row.pronouns, row.language, row.country, row.time_zone) == (
        "",
        "",
        "",
        "",
        "UTC",
    )
    assert row.pseudonym_key.startswith("erased-")
    assert row.wrapped_key is None
    assert row.erased_at == done.done_at == row.joined_at
    assert not row.has_usable_password()
    for rows in queries.rows_that_go(row):
        assert not rows.exists()
    assert client.get("/me/account/").status_code == 302
    with pytest.raises(crypto.Unreadable):
        crypto.unwrap(row.wrapped_key)
    assert crypto.key_print(wrapped) in events_about(otter).last().details["keys"]


def test_the_name_is_free_again_and_saving_the_row_keeps_it_erased(otter, programme):
    erase(otter)
    row = Account.objects.get(pk=otter.pk)
    key = row.pseudonym_key
    row.save()
    row.refresh_from_db()
    assert row.pseudonym_key == key
    assert make_account("Quiet Otter", programme=programme).pk != otter.pk


def test_the_proof_is_in_the_chain_and_the_record_still_holds(otter):
    seal_events()
    erase(otter)
    seal_events()
    assert check().fault is None
    proof = events_about(otter).last()
    assert proof.verb == "accounts.erased"
    assert proof.details["held"] == []
    counted = dict(one.split(":") for one in proof.details["tables"])
    assert counted["accounts.account"] == "1"
    assert counted["accounts.membership"] == "1"
    assert counted["accounts.acceptance"] == "2"


def test_the_only_manager_stays_until_there_is_another(programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    with pytest.raises(NotPossible):
        actions.ask_erasure(account=manager, by=manager)
    second = make_account(programme=programme, roles=[Role.MANAGER])
    asked = actions.ask_erasure(account=manager, by=manager)
    actions.suspend(account=second, reason=SuspendReason.SAFETY, by=TESTS)
    with clock.frozen(asked.due_at):
        assert actions.erase_due(by=TESTS) == 0
        asked.refresh_from_db()
        assert asked.stuck == "last_manager"
        make_account(programme=programme, roles=[Role.MANAGER])
        assert actions.erase_due(by=TESTS) == 1
    asked.refresh_from_db()
    assert (asked.stuck, asked.done_at is not None) == ("", True)


def test_one_that_cannot_be_done_holds_up_no_other(otter, programme):
    manager = make_account(programme=programme, roles=[Role.MANAGER])
    second = make_account(programme=programme, roles=[Role.MANAGER])
    first = actions.ask_erasure(account=manager, by=manager)
    actions.suspend(account=second, reason=SuspendReason.SAFETY, by=TESTS)
    asked = actions.ask_erasure(account=otter, by=otter)
    assert first.due_at <= asked.due_at
    with clock.frozen(asked.due_at):
        assert actions.erase_due(by=TESTS) == 1
    assert queries.not_erased([otter.pk, manager.pk]) == {manager.pk}


def test_somebody_suspended_is_erased_too(otter):
    actions.suspend(account=otter, reason=SuspendReason.HARM, by=TESTS)
    erase(otter)
    assert queries.not_erased([otter.pk]) == set()


def test_without_a_tombstone_nobody_is_erased(otter, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.ERASURES_FILE = tmp_path / "file" / "tombstones.jsonl"
    asked = actions.ask_erasure(account=otter, by=otter)
    with clock.frozen(asked.due_at):
        assert actions.erase_due(by=TESTS) == 0
    asked.refresh_from_db()
    assert asked.stuck == "tombstone_file"
    assert queries.not_erased([otter.pk]) == {otter.pk}


def test_what_a_keeper_holds_back_is_tried_again(otter, monkeypatch):
    held, left = {"case_under_review"}, [1]

    def keeper_erase(*, account, by):
        taken = ports.Taken(held=set(held))
        if not held and left:
            taken.rows["tests.kept"] = left.pop()
        return taken

    keeper = ports.Keeper(
        name="tests", title="Tests", fields={}, export=lambda account: {}, erase=keeper_erase
    )
    monkeypatch.setattr(ports, "_keepers", {"tests": keeper})
    done = erase(otter)
    assert done.held == ["case_under_review"]
    assert actions.finish_erasures(by=TESTS) == 0
    held.clear()
    assert actions.finish_erasures(by=TESTS) == 1
    assert actions.finish_erasures(by=TESTS) == 0
    done.refresh_from_db()
    assert done.held == []
    proof = events_about(otter).last()
    assert (proof.verb, proof.details["tables"]) == ("accounts.erasure_finished", ["tests.kept:1"])


# After a restore


def restored(account: Account) -> None:
    """The account as an older backup has it."""
    Erasure.objects.filter(account=account).delete()
    Account.objects.filter(pk=account.pk).update(
        pseudonym="Quiet Otter",
        pseudonym_key="quietotter",
        is_active=True,
        erased_at=None,
        wrapped_key=crypto.new_wrapped_key(),
    )


def test_a_restored_backup_is_erased_again(otter, programme, capsys):
    erase(otter)
    restored(otter)
    Membership.objects.create(account=otter, programme=programme, role=Role.MEMBER)
    with pytest.raises(SystemExit) as ended:
        call_command("erasures", "check")
    assert ended.value.code == 1
    call_command("erasures", "replay")
    assert capsys.readouterr().out.splitlines()[-1] == "1 tombstones, erased again: 1"
    assert queries.not_erased([otter.pk]) == set()
    assert not Membership.objects.filter(account=otter).exists()
    assert events_about(otter).last().actor_name == "erasure replay"
    call_command("erasures", "replay", "--quiet")
    call_command("erasures", "check")
    assert capsys.readouterr().out == "1 tombstones, to be erased again: 0\n"


def test_a_backup_from_before_the_end_of_the_day_is_erased_too(otter):
    """It holds the wish, still open."""
    erase(otter)
    restored(otter)
    asked = actions.ask_erasure(account=otter, by=otter)
    call_command("erasures", "replay", "--quiet")
    asked.refresh_from_db()
    assert asked.done_at is not None
    assert Erasure.objects.filter(account=otter).count() == 1


def test_somebody_the_backup_does_not_know_yet_is_passed_over(otter, file, capsys):
    erase(otter)
    Erasure.objects.filter(account=otter).delete()
    stone = clients.read_tombstones().stones[0]
    clients.keep_tombstone(
        Tombstone(account_id=make_id(), asked_at=stone.asked_at, due_at=stone.due_at, key=stone.key)
    )
    call_command("erasures", "replay")
    assert capsys.readouterr().out == "2 tombstones, erased again: 0\n"


def make_id():
    from uuid import uuid4

    return uuid4()


def test_a_line_somebody_else_wrote_erases_nobody(otter, file, capsys):
    """Whoever can write to the file must not be able to have people erased."""
    erase(otter)
    said = json.loads(file.read_text().strip())
    victim = make_account()
    forged = json.dumps({**said, "account": str(victim.pk)})
    file.write_text(f"{file.read_text()}{forged}\nnonsense\n[]\n")
    call_command("erasures", "replay")
    printed = capsys.readouterr()
    assert "line 3, 4, 5" in printed.err
    assert queries.not_erased([victim.pk]) == {victim.pk}
    call_command("erasures", "replay", "--trust")
    assert queries.not_erased([victim.pk]) == set()


def test_a_line_that_was_cut_off_swallows_no_other(otter, file):
    file.parent.mkdir(exist_ok=True)
    file.write_text('{"account": "3f2')
    erase(otter)
    kept = clients.read_tombstones()
    assert ([one.account_id for one in kept.stones], kept.wrong) == ([otter.pk], [1])


def test_tombstones_outlive_a_new_installation_key(otter, settings):
    erase(otter)
    old = list(settings.INSTALLATION_KEYS)
    settings.INSTALLATION_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", *old]
    assert len(clients.read_tombstones().stones) == 1
    settings.INSTALLATION_KEYS = ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]
    assert clients.read_tombstones().wrong == [2]


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("erasures", "replay", "--file", str(tmp_path / "none"))
    assert ended.value.code == 2


@pytest.mark.parametrize("line", ["", "1", "{}", '{"account": "x"}', '{"account": 1, "asked": 2}'])
def test_what_is_no_tombstone_says_so(line):
    with pytest.raises(WrongTombstoneError):
        from_line(line)


# What the database holds


def test_an_erased_row_holds_nothing(otter):
    erase(otter)
    for wrong in (
        {"pseudonym": "Back"},
        {"is_active": True},
        {"wrapped_key": b"x"},
        {"password": "argon2"},
        {"country": "ES"},
    ):
        with pytest.raises(IntegrityError, match="account_erased_whole"), transaction.atomic():
            Account.objects.filter(pk=otter.pk).update(**wrong)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"due_at": timedelta(0)}, "erasure_after_time_to_think"),
        ({"done_at": timedelta(hours=1)}, "erasure_after_time_to_think"),
        ({"done_at": timedelta(days=2), "cancelled_at": timedelta(1)}, "erasure_cancelled_or_done"),
        ({"held": ["x"]}, "erasure_holds_back_only_when_done"),
    ],
)
def test_an_erasure_is_whole(otter, wrong, name):
    asked = actions.ask_erasure(account=otter, by=otter)
    at = asked.asked_at
    values = {k: at + v if isinstance(v, timedelta) else v for k, v in wrong.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Erasure.objects.filter(pk=asked.pk).update(**values)


def test_one_is_open_at_a_time_and_done_once(otter):
    asked = actions.ask_erasure(account=otter, by=otter)
    with pytest.raises(IntegrityError, match="erasure_one_open"), transaction.atomic():
        Erasure.objects.create(account=otter, asked_at=asked.asked_at, due_at=asked.due_at)
    with clock.frozen(asked.due_at):
        actions.erase_due(by=TESTS)
    with pytest.raises(IntegrityError, match="erasure_done_once"), transaction.atomic():
        Erasure.objects.create(
            account=otter, asked_at=asked.asked_at, due_at=asked.due_at, done_at=asked.due_at
        )


def test_an_erased_account_asks_for_nothing(otter):
    erase(otter)
    with pytest.raises(NotPossible):
        actions.ask_erasure(account=otter, by=otter)
