"""Every table is accounted for; one's own is exported, and erased from every byte of the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction

from config import install
from hearten.accounts import actions, ports
from hearten.accounts.exporting import require_declared
from hearten.accounts.models import Account, Erasure
from hearten.accounts.tests.factories import make_account
from hearten.audit.actions import seal_events
from hearten.audit.queries import check, events_about
from hearten.conversations.queries import lines_after
from hearten.foundation import clock, crypto
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import ports as notifications_ports
from hearten.safety.models import Case, Report
from hearten.safety.queries import case_counts
from hearten.toolkit.queries import plan_of
from tests.personal.life import Life
from tests.personal.tables import NOT_PERSONAL, PERSONAL, Personal

pytestmark = pytest.mark.django_db
RULE = SystemActor("tests")


@dataclass(frozen=True)
class Sealed:
    """Something that was sealed: the words, what became of them, and with which key."""

    words: str
    stored: bytes
    key: bytes


@pytest.fixture(autouse=True)
def _file(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "tombstones.jsonl"


@pytest.fixture
def sealed(monkeypatch) -> list[Sealed]:
    """Everything that is sealed from now on."""
    kept: list[Sealed] = []
    real = crypto.seal

    def seal(key: crypto.DataKey, text: str, *, context: str) -> bytes:
        stored = real(key, text, context=context)
        kept.append(Sealed(text, stored, bytes(key)))
        return stored

    monkeypatch.setattr(crypto, "seal", seal)
    return kept


@pytest.fixture
def life(sealed) -> Iterator[Life]:
    notifications_ports.bind_provider("email", object())
    yield Life()
    notifications_ports.unbind_provider("email")


def erase(life: Life) -> Erasure:
    asked = actions.ask_erasure(account=life.person, by=life.person)
    with clock.frozen(asked.due_at):
        actions.erase_due(by=RULE)
    return Erasure.objects.get(pk=asked.pk)


def raw() -> dict[str, str]:
    """Every row of every table as PostgreSQL writes it, by table; bytes as hexadecimal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            rows = f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t'  # noqa: S608 - ours
            cursor.execute(rows)
            found[table] = cursor.fetchone()[0] or ""
    return found


def where(needle: str) -> list[str]:
    """The tables that hold it, as text or as bytes."""
    forms = (needle, needle.encode().hex())
    return sorted(t for t, rows in raw().items() if any(form in rows for form in forms))


def keys_left() -> set[bytes]:
    """Every data key that still opens something."""
    return {
        bytes(crypto.unwrap(wrapped))
        for model in apps.get_models()
        if any(field.name == "wrapped_key" for field in model._meta.get_fields())
        for wrapped in model._default_manager.exclude(wrapped_key=None).values_list(
            "wrapped_key", flat=True
        )
    }


def readable(sealed: list[Sealed]) -> set[str]:
    """The words whose bytes are still somewhere, and whose key is too."""
    rows, keys = "\n".join(raw().values()), keys_left()
    return {one.words for one in sealed if one.key in keys and one.stored.hex() in rows}


# Every table is accounted for


def all_models() -> dict[str, type[models.Model]]:
    return {one._meta.label: one for one in apps.get_models(include_auto_created=True)}


def test_every_table_stands_in_the_list() -> None:
    assert sorted(NOT_PERSONAL.keys() & PERSONAL.keys()) == []
    stale = [one for one in (*NOT_PERSONAL, *PERSONAL) if one not in all_models()]
    assert [one for one in all_models() if one not in {*NOT_PERSONAL, *PERSONAL}] == []
    assert stale == ["accounts.Account_groups"] or stale == []


def test_what_points_at_a_person_or_is_sealed_is_not_excused() -> None:
    excused = {
        label
        for label in NOT_PERSONAL
        if (model := all_models().get(label)) is not None
        for field in model._meta.get_fields()
        if field.name.startswith("sealed_")
        or (isinstance(field, models.ForeignKey) and field.related_model is Account)
    }
    # Who took it, for as long as the alert is kept; what an organisation's messages are signed with.
    assert excused == {"safety.Alert", "integrations.Webhook"}


def test_every_personal_table_is_exported_or_says_why_not() -> None:
    silent = [one for one, it in PERSONAL.items() if bool(it.exported) == bool(it.unexported)]
    assert silent == []
    named = {one.exported for one in PERSONAL.values()} - {""}
    assert named == {one.name for one in ports.keepers()}
    assert [one for one, it in PERSONAL.items() if not it.goes and not it.because] == []


# Export


def test_all_of_one_s_own_is_in_the_export_and_nothing_of_the_others_secrets(life: Life) -> None:
    parts = {one.name: one.export(life.person) for one in ports.keepers()}
    for keeper in ports.keepers():
        require_declared(keeper, parts[keeper.name])
    told = {name: json.dumps(part, default=str) for name, part in parts.items()}
    missing = [words for words, part in life.own.items() if part and words not in told[part]]
    assert missing == []
    everything = "".join(told.values())
    # Said to them in their conversations; what others reported or noted about them is not theirs.
    assert "friendly words" in everything
    assert [
        w for w in ("they wrote this", "zqnote", "kettle", "Calm Heron") if w in everything
    ] == []
    assert str(life.review.pk) not in everything


def test_every_declared_field_is_used(life: Life) -> None:
    """So that the list of what leaves is no longer than what does."""

    def names(given: object) -> set[str]:
        if isinstance(given, dict):
            return set(given) | set().union(*map(names, given.values()), set())
        if isinstance(given, list | tuple):
            return set().union(*map(names, given), set())
        return set()

    unused = {
        keeper.name: sorted(set(keeper.fields) - names(keeper.export(life.person)))
        for keeper in ports.keepers()
    }
    assert {name: fields for name, fields in unused.items() if fields} == {}


# Erasure


def test_the_life_has_something_in_every_table(life: Life) -> None:
    actions.ask_erasure(account=life.person, by=life.person)
    empty = [
        label
        for label, it in PERSONAL.items()
        if not it.rows(label, life.person).exists() or not all(filled(label, it, life))
    ]
    assert empty == ["account.EmailAddress", "account.EmailConfirmation"]


def filled(label: str, it: Personal, life: Life) -> list[bool]:
    """Whether each field that will be emptied holds something of theirs."""
    rows = it.rows(label, life.person)
    return [any(rows.values_list(field, flat=True)) for field in it.emptied]


def test_nothing_is_left_but_what_an_open_case_needs(life: Life, sealed: list[Sealed]) -> None:
    before = readable(sealed)
    assert {words for words in life.own if words.startswith("zq")} - before == {
        "zqpronouns",
        "zqpasskey",
        "zqboundary",
        # Everybody in the programme may read it, so it is not sealed (docs/concepts/forum.md).
        "zqtitle",
        "zqposted",
        "zqreworded",
        "zqasked",
    }
    done = erase(life)
    for words in (*life.own, "zqoffered"):
        assert where(words) == [], words
    kept = {"zqdanger", "zqnote"}
    assert readable(sealed) & {*life.own, "zqoffered"} == kept
    assert done.held == ["case_under_review"]
    assert where(str(life.person.pseudonym_key)) == []


def test_the_rows_go_or_are_empty(life: Life) -> None:
    erase(life)
    open_case = {"safety.Case", "safety.Finding", "safety.CaseNote"}
    for label, it in PERSONAL.items():
        rows = it.rows(label, life.person)
        if it.goes and label not in open_case:
            assert not rows.exists(), label
        for field in it.emptied:
            left = [one for one in rows.values_list(field, flat=True) if one]
            assert left == ([bytes(life.review.wrapped_key)] if label == "safety.Case" else [])


def test_what_was_kept_goes_when_the_case_is_closed(life: Life, sealed: list[Sealed]) -> None:
    done = erase(life)
    assert actions.finish_erasures(by=RULE) == 0
    life.close(Case.objects.get(pk=life.review.pk))
    assert actions.finish_erasures(by=RULE) == 1
    done.refresh_from_db()
    assert done.held == []
    assert readable(sealed) & set(life.own) == set()
    assert not Report.objects.filter(reporter=life.person).exists()
    assert case_counts(life.programme).waiting == 0


def test_what_was_being_read_at_that_moment_goes_a_little_later(
    life: Life, sealed: list[Sealed]
) -> None:
    """The reading for danger had the text in hand when its author was erased."""
    life.close(Case.objects.get(pk=life.review.pk))
    done = erase(life)
    assert done.held == []
    case = life.found_late()
    with clock.frozen(done.done_at):
        assert actions.finish_erasures(by=RULE) == 1
    done.refresh_from_db()
    assert done.held == ["case_under_review"]
    life.close(case)
    assert actions.finish_erasures(by=RULE) == 1
    assert readable(sealed) & {*life.own, "zqlate"} == set()
    with clock.frozen(done.done_at + timedelta(days=3)):
        assert actions.finish_erasures(by=RULE) == 0


def test_what_the_others_have_is_whole(life: Life, sealed: list[Sealed]) -> None:
    erase(life)
    assert where("a friendly answer") == ["forum_post"]
    assert set(life.others) - {"they wrote this", "a friendly answer"} <= readable(sealed)
    assert life.ended is not None
    assert life.open is not None
    said = [one.text for one in lines_after(life.open.pk, 0, 50) if one.kind == "text"]
    assert said == [None, "a member's words"]
    assert [
        one.text for step in plan_of(life.member).steps for p in step.parts.values() for one in p
    ]
    # Their conversation ended kindly, and they wait again for somebody new.
    life.open.refresh_from_db()
    assert life.open.ended_at is not None
    assert life.member.requests.filter(state__in=["waiting", "proposed"]).count() == 1


def test_the_last_of_the_two_takes_the_conversation_s_key(life: Life) -> None:
    erase(life)
    asked = actions.ask_erasure(account=life.friend, by=life.friend)
    with clock.frozen(asked.due_at):
        actions.erase_due(by=RULE)
    assert life.ended is not None
    life.ended.refresh_from_db()
    assert life.ended.wrapped_key is None


def test_the_proof_names_counts_and_keys_and_the_record_holds(life: Life) -> None:
    own_key = crypto.key_print(Account.objects.get(pk=life.person.pk).wrapped_key)
    seal_events()
    erase(life)
    seal_events()
    assert check().fault is None
    proof = events_about(life.person).last()
    assert proof.verb == "accounts.erased"
    assert own_key in proof.details["keys"]
    counted = dict(one.split(":") for one in proof.details["tables"])
    assert counted["conversations.message"] == "8"  # one of them in a group
    assert counted["attachments.attachment"] == "1"
    assert counted["toolkit.entry"] == "2"
    assert proof.details["held"] == ["case_under_review"]


def test_after_a_restore_the_words_are_gone_again(life: Life, sealed: list[Sealed]) -> None:
    """The database of before the erasure, as a savepoint keeps it; the file is not in it."""
    point = transaction.savepoint()
    erase(life)
    transaction.savepoint_rollback(point)
    assert where("Zqpseudonym") == ["accounts_account"]
    assert "zqmessage" in readable(sealed)
    call_command("erasures", "replay", "--quiet")
    assert where("Zqpseudonym") == []
    assert readable(sealed) & set(life.own) == {"zqdanger", "zqnote"}


@pytest.mark.parametrize("name", [one.name for one in ports.keepers() if one.erase is not None])
def test_no_person_erases_another_in_any_domain(name: str) -> None:
    [keeper] = [one for one in ports.keepers() if one.name == name]
    somebody, other = make_account(), make_account()
    assert keeper.erase is not None
    with pytest.raises(NotAllowed):
        keeper.erase(account=somebody, by=other)


def test_whoever_starts_an_installation_erases_again_first(monkeypatch) -> None:
    """A restored backup must not serve a page with somebody who is gone."""
    called: list[tuple[str, ...]] = []
    monkeypatch.setattr(install, "call_command", lambda *words, **_options: called.append(words))
    monkeypatch.setattr(install, "compile_translations", lambda: None)
    monkeypatch.setattr(install, "collect_static", lambda: None)
    install.prepare()
    assert called[0] == ("migrate",)
    assert ("erasures", "replay", "--quiet") in called
