"""Loading and editing crisis lines: repeatable, and what people edited here stays."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests import factories as people
from hearten.audit.models import Event
from hearten.crisis import actions, queries, rules
from hearten.crisis.models import CrisisLine, CrisisLineKind, CrisisRelease
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


@pytest.fixture
def manager(programme):
    return people.make_account(programme=programme, roles=[Role.MANAGER])


@pytest.fixture
def loaded():
    return actions.load_crisis_lines(by=people.TESTS)


def line(**fields):
    return CrisisLine.objects.get(**fields)


def save(programme, manager, **given):
    fields = {"phone": "0800 111", "name": "Night line"} | given.pop("fields", {})
    with clock.frozen(NOW):
        return actions.save_crisis_line(
            programme=programme,
            country=given.pop("country", "ES"),
            kind=CrisisLineKind.CRISIS,
            fields=fields,
            by=manager,
            **given,
        )


def test_the_table_and_the_shipped_list_say_the_same(loaded):
    assert CrisisLine.objects.count() == len(rules.shipped().lines)
    for country in rules.shipped().countries:
        assert queries.lines_for(country) == rules.by_country(country, rules.shipped().lines)


def test_loading_again_changes_and_records_nothing(loaded):
    rows = list(CrisisLine.objects.order_by("id").values())
    recorded = Event.objects.count()
    call_command("load_crisis_lines", verbosity=0)
    assert list(CrisisLine.objects.order_by("id").values()) == rows
    assert (Event.objects.count(), CrisisRelease.objects.count()) == (recorded, 1)


def test_a_newer_release_renews_adds_and_removes_but_not_what_was_edited(
    loaded, programme, manager, monkeypatch
):
    save(programme, manager, line=line(shipped_key="ES-crisis-0"))
    actions.remove_crisis_line(
        programme=programme, line=line(shipped_key="FR-crisis-0"), by=manager
    )
    old = rules.shipped()
    kept = [entry for entry in old.lines if entry.key != "DE-crisis-0"]
    new = [replace(entry, phone=f"9{entry.phone}", checked_on=date(2027, 1, 1)) for entry in kept]
    added = replace(new[0], key="AC-crisis-0", kind=rules.CRISIS, phone="4242")
    release = replace(old, dated=date(2027, 1, 1), lines=(*new, added))
    monkeypatch.setattr(rules, "shipped", lambda: release)
    actions.load_crisis_lines(by=people.TESTS)
    assert [entry.phone for entry in queries.lines_for("ES").crisis] == ["0800 111"]
    assert queries.lines_for("FR").crisis == ()
    assert queries.lines_for("DE").crisis == ()
    assert [entry.phone for entry in queries.lines_for("JP").emergency] == ["9119"]
    assert [entry.phone for entry in queries.lines_for("AC").crisis] == ["4242"]
    assert Event.objects.latest("id").details == {
        "added": 1,
        "changed": len(kept) - 2,
        "removed": 1,
    }


def test_a_saved_line_counts_as_checked_today(loaded, programme, manager):
    saved = save(programme, manager, fields={"hours": "20:00 to 08:00", "text_to": "Text HI to 1"})
    found = queries.lines_for("ES").crisis[-1]
    assert (found.name, found.phone, found.hours, found.text_to, found.checked_on) == (
        "Night line",
        "0800 111",
        "20:00 to 08:00",
        "Text HI to 1",
        NOW.date(),
    )
    assert (saved.edited, saved.shipped_key) == (True, None)
    event = Event.objects.latest("id")
    assert (event.verb, event.details) == ("safety.crisis_line_changed", {"country": "ES"})


def test_a_first_change_before_loading_keeps_all_other_lines(programme, manager):
    save(programme, manager)
    assert [entry.phone for entry in queries.lines_for("ES").crisis] == ["024", "0800 111"]
    assert [entry.phone for entry in queries.lines_for("JP").emergency] == ["119"]


def test_a_country_may_end_up_with_no_line_and_the_shipped_ones_do_not_return(
    loaded, programme, manager
):
    for row in queries.shown_in("AC"):
        actions.remove_crisis_line(programme=programme, line=row, by=manager)
        actions.remove_crisis_line(programme=programme, line=row, by=manager)
    assert queries.lines_for("AC") == rules.CountryLines(country="AC")
    assert Event.objects.filter(verb="safety.crisis_line_removed").count() == 1


def test_confirming_a_country_dates_its_lines_once(loaded, programme, manager):
    with clock.frozen(NOW):
        assert actions.confirm_crisis_lines(programme=programme, country="BH", by=manager) == 3
        assert actions.confirm_crisis_lines(programme=programme, country="BH", by=manager) == 0
    assert queries.lines_for("BH").checked_on == NOW.date()
    assert queries.lines_for("ES").checked_on == date(2026, 8, 8)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"phone": ""}, {"phone"}),
        ({"phone": "call us"}, {"phone"}),
        ({"website": "javascript:alert(1)"}, {"website"}),
        ({"website": "example.org"}, {"website"}),
        ({"name": "x" * 201, "hours": "\u202e"}, {"name", "hours"}),
    ],
)
def test_a_line_nobody_could_reach_is_refused_beside_its_field(programme, manager, fields, wrong):
    with pytest.raises(Invalid) as refused:
        save(programme, manager, fields=fields)
    assert set(refused.value.fields) == wrong
    assert CrisisLine.objects.count() == 0


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MODERATOR])
def test_only_managers_change_lines(loaded, programme, role):
    person = people.make_account(programme=programme, roles=[role])
    row = line(shipped_key="ES-crisis-0")
    with pytest.raises(NotAllowed):
        save(programme, person)
    with pytest.raises(NotAllowed):
        actions.remove_crisis_line(programme=programme, line=row, by=person)
    with pytest.raises(NotAllowed):
        actions.confirm_crisis_lines(programme=programme, country="ES", by=person)
    with pytest.raises(NotAllowed):
        actions.load_crisis_lines(by=person)


def test_an_unrecorded_change_does_not_happen(loaded, programme, manager, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr(Event.objects, "create", broken)
    before = CrisisLine.objects.count()
    with pytest.raises(RuntimeError):
        save(programme, manager)
    assert CrisisLine.objects.count() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"country": "es"},
        {"country": "ESP"},
        {"kind": "pigeon"},
        {"phone": ""},
        {"removed_at": NOW},
    ],
)
def test_the_database_refuses_a_broken_line(fields):
    whole = {
        "country": "ES",
        "kind": "crisis",
        "phone": "1",
        "checked_on": NOW.date(),
        "edited": False,
    }
    CrisisLine.objects.create(**whole)
    with pytest.raises(Exception) as refused, transaction.atomic():
        CrisisLine.objects.create(**(whole | fields))
    assert "constraint" in str(refused.value) or "too long" in str(refused.value)


def test_the_database_keeps_a_shipped_line_once(loaded):
    with pytest.raises(IntegrityError, match="shipped_key"):
        CrisisLine.objects.create(
            country="ES", kind="crisis", phone="1", checked_on=NOW.date(), shipped_key="ES-crisis-0"
        )


def test_numbers_are_dialled_without_what_people_read():
    assert rules.dial("(+683) 4202") == "+6834202"
    assert rules.dial("*4141") == "*4141"
    assert rules.dial("0800/309-309") == "0800309309"
    assert all(entry.dial or entry.text_to for entry in rules.shipped().lines)


@pytest.mark.django_db(transaction=True)
def test_two_processes_loading_at_once_load_once():
    import threading

    from django.db import connection

    errors = []

    def load():
        try:
            actions.load_crisis_lines(by=people.TESTS)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert CrisisLine.objects.count() == len(rules.shipped().lines)
    assert Event.objects.filter(verb="safety.crisis_lines_loaded").count() == 1


def test_a_language_that_is_none_is_refused_and_the_table_holds_codes_only(programme, manager):
    with pytest.raises(Invalid) as refused:
        save(programme, manager, fields={"languages": "es klingonish"})
    assert set(refused.value.fields) == {"languages"}
    kept = save(programme, manager, fields={"languages": "ca es", "region": "Catalunya"})
    assert (kept.languages, kept.region) == ("ca es", "Catalunya")
    with pytest.raises(IntegrityError), transaction.atomic():
        CrisisLine.objects.filter(pk=kept.pk).update(languages="Catalan")


def test_a_manager_chooses_among_the_countrys_languages_and_what_was_chosen_stays(
    programme, manager
):
    client = people.client_of(manager)
    address = reverse("crisis:add_line", args=["ES"])
    choices = dict(client.get(address).context["form"].fields["languages"].choices)
    assert {"es": "Spanish", "ca": "Catalan", "en": "English"}.items() <= choices.items()
    given = {"kind": "crisis", "phone": "061", "region": "Galicia", "languages": ["gl", "es"]}
    assert client.post(address, given).status_code == 302
    row = line(region="Galicia")
    assert row.languages == "gl es"
    again = client.get(reverse("crisis:line", args=[row.pk])).context["form"]
    assert (again["languages"].value(), again["region"].value()) == (["gl", "es"], "Galicia")
