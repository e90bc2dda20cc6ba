"""Writing a plan: order, removal, merging, sealing, and who may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import serializers
from django.db import connection

from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import TESTS, make_account, make_programme
from hearten.audit import actions as audit
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.toolkit import actions, queries
from hearten.toolkit.models import Entry, Plan
from hearten.toolkit.rules import MOST, Part, Step
from hearten.toolkit.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Account:
    return make_account()


def texts(owner: Account, part: Part) -> list[str]:
    return [
        entry.text for step in queries.plan_of(owner).steps for entry in step.parts.get(part, [])
    ]


def verbs(plan: Plan) -> list[tuple[str, object]]:
    events = Event.objects.filter(object_kind="toolkit.plan", object_id=str(plan.pk))
    return [(event.verb, event.details) for event in events.order_by("id")]


def test_lines_are_kept_in_their_order(owner: Account) -> None:
    plan = make.write(owner, Part.SIGNS, "one", "two", "three")
    assert texts(owner, Part.SIGNS) == ["one", "two", "three"]
    assert verbs(plan) == [("toolkit.plan_written", {"step": "signs"})]


def test_reorder_change_and_remove(owner: Account) -> None:
    one, two, three = make.line("one"), make.line("two"), make.line("three")
    make.write(owner, Part.SIGNS, one, two, three)
    make.write(
        owner, Part.SIGNS, three, make.line("", named=one.line), make.line("2", named=two.line)
    )
    assert texts(owner, Part.SIGNS) == ["three", "2"]


def test_saving_the_same_page_twice_changes_and_records_nothing(owner: Account) -> None:
    one = make.line("one")
    plan = make.write(owner, Part.SIGNS, one)
    again = make.write(owner, Part.SIGNS, one)
    assert (again.revision, texts(owner, Part.SIGNS)) == (plan.revision, ["one"])
    assert len(verbs(plan)) == 1


def test_a_line_written_on_another_page_since_is_not_lost(owner: Account) -> None:
    old = make.line("old")
    make.write(owner, Part.SIGNS, old)
    make.write(owner, Part.SIGNS, old, make.line("from the other page"))
    make.write(owner, Part.SIGNS, make.line("first", named=uuid4()), old)
    assert texts(owner, Part.SIGNS) == ["first", "old", "from the other page"]


def test_a_full_list_says_so_and_loses_nothing(owner: Account) -> None:
    make.write(owner, Part.SIGNS, *[f"sign {n}" for n in range(MOST[Part.SIGNS])])
    with pytest.raises(NotPossible, match="full"):
        make.write(owner, Part.SIGNS, "one more")
    assert texts(owner, Part.SIGNS) == [f"sign {n}" for n in range(MOST[Part.SIGNS])]


def test_saving_one_step_leaves_the_others(owner: Account) -> None:
    make.write(owner, Part.PLACES, "The pier")
    make.write(owner, Part.SIGNS, "one")
    actions.save_step(
        account=owner,
        step=Step.AROUND,
        parts={Part.PEOPLE: [make.line("Noor", "600 1")], Part.PLACES: []},
        by=owner,
    )
    assert [texts(owner, part) for part in (Part.SIGNS, Part.PEOPLE, Part.PLACES)] == [
        ["one"],
        ["Noor"],
        ["The pier"],
    ]


@pytest.mark.parametrize(
    ("part", "text", "phone", "code"),
    [
        (Part.SIGNS, "x" * 121, "", "too_long"),
        (Part.SIGNS, "a \u202e b", "", "bidi"),
        (Part.SIGNS, "a\x00b", "", "binary"),
        (Part.SIGNS, "sign", "999", "phone"),
        (Part.ASK, "Rosa", "ask her", "phone"),
        (Part.ASK, "", "999", "whose"),
        (Part.ASK, "Rosa", "9" * 41, "too_long"),
    ],
)
def test_what_is_refused(owner: Account, part: Part, text: str, phone: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        make.write(owner, part, "fine", make.line(text, phone))
    assert (refused.value.code, Entry.objects.count()) == (code, 0)


def test_nobody_else_writes(owner: Account) -> None:
    programme = make_programme()
    others = [make_account(programme=programme, roles=[role]) for role in Role if role != "member"]
    for by in (*others, TESTS):
        with pytest.raises(NotAllowed):
            actions.save_step(
                account=owner, step=Step.SIGNS, parts={Part.SIGNS: [make.line("x")]}, by=by
            )
        with pytest.raises(NotAllowed):
            actions.look_through(account=owner, by=by)
    assert Plan.objects.count() == 0


def test_a_write_that_cannot_be_recorded_does_not_happen(
    owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.write(owner, Part.SIGNS, "one")
    before = serializers.serialize("json", [*Plan.objects.all(), *Entry.objects.all()])

    def broken(**_: object) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(RuntimeError):
        make.write(owner, Part.SIGNS, "two")
    assert serializers.serialize("json", [*Plan.objects.all(), *Entry.objects.all()]) == before


def test_looking_through_moves_the_day_once(owner: Account) -> None:
    with clock.frozen(clock.now() - timedelta(days=40)):
        plan = make.write(owner, Part.SIGNS, "one")
    seen = actions.look_through(account=owner, by=owner)
    actions.look_through(account=owner, by=owner)
    assert seen.looked_at - plan.looked_at > timedelta(days=39)
    assert (seen.revision, seen.changed_at) == (plan.revision, plan.changed_at)
    assert [verb for verb, _ in verbs(plan)] == [
        "toolkit.plan_written",
        "toolkit.plan_looked_through",
    ]


# At rest


def _stored_bytes() -> bytes:
    found = b""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name ~ '^(toolkit|audit)_'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names from the catalogue
            found += b"\n".join(row[0].encode() for row in cursor.fetchall())
        for table, column in (("toolkit_entry", "sealed_text"), ("toolkit_entry", "sealed_phone")):
            cursor.execute(f'SELECT "{column}" FROM "{table}"')  # noqa: S608
            found += b"".join(bytes(row[0] or b"") for row in cursor.fetchall())
    return found


def test_no_word_is_readable_in_the_database(owner: Account) -> None:
    make.write(owner, Part.ASK, make.line("Inés from planted street", "600 123 987"))
    stored = _stored_bytes()
    assert len(stored) > 200
    for planted in ("planted street", "600 123 987", "600123987"):
        assert planted.encode() not in stored
        assert planted.encode().hex().encode() not in stored


def test_destroying_the_key_is_erasure(owner: Account) -> None:
    make.plan_for(owner)
    owner.wrapped_key = None
    owner.save(update_fields=["wrapped_key"])
    read = queries.plan_of(Account.objects.get(pk=owner.pk))
    assert [e.text + e.phone for s in read.steps for p in s.parts.values() for e in p] == [""] * 4


def test_a_sealed_line_opens_nowhere_else(owner: Account) -> None:
    make.write(owner, Part.SIGNS, "one")
    make.write(owner, Part.ALONE, "two")
    one, two = Entry.objects.order_by("part")
    one.sealed_text, two.sealed_text = two.sealed_text, one.sealed_text
    Entry.objects.bulk_update([one, two], ["sealed_text"])
    from hearten.foundation.crypto import Unreadable

    with pytest.raises(Unreadable):
        queries.plan_of(owner)


# Export and erasure


def test_export_holds_everything_of_ones_own(pairing: make.Pairing) -> None:
    member = pairing.member
    make.share(pairing, Step.SIGNS)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    given = queries.export_of(member)
    plan = given["plan"]
    assert plan["steps"]["signs"]["signs"] == [{"text": t, "phone": ""} for t in make.SIGNS]
    assert plan["steps"]["ask"]["ask"] == [{"text": "My aunt Inés", "phone": "+34 600 100 200"}]
    assert [one["step"] for one in plan["shared"]] == ["signs"]
    assert [(one["by"], one["steps"]) for one in plan["read_by_others"]] == [
        (pairing.supporter.pseudonym, ["signs"])
    ]
    assert queries.export_of(make_account()) == {
        "plan": None,
        "suggestions_to_me": [],
        "suggestions_by_me_waiting": 0,
    }


def test_erasing_leaves_nothing_and_can_be_repeated(owner: Account) -> None:
    other = make_account()
    make.plan_for(other)
    plan = make.plan_for(owner)
    with pytest.raises(NotAllowed):
        actions.erase(account=owner, by=other)
    actions.erase(account=owner, by=TESTS)
    actions.erase(account=owner, by=owner)
    assert [one.account_id for one in Plan.objects.all()] == [other.pk]
    assert Entry.objects.exclude(plan__account=other).count() == 0
    assert verbs(plan)[-1] == ("toolkit.plan_erased", {})
