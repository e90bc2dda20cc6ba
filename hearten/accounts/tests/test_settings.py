import pytest

from hearten.accounts import actions, places, queries
from hearten.accounts.models import Account, Block
from hearten.accounts.tests.factories import TESTS, client_of, make_account
from hearten.audit.models import Event
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible

pytestmark = pytest.mark.django_db


def sent(**changes):
    return {"pronouns": "", "language": "", "time_zone": "UTC", "country": ""} | changes


def save(client, **changes):
    return client.post("/me/account/", sent(**changes))


def test_everything_can_be_left_out(programme):
    otter = make_account(programme=programme, time_zone="Europe/Lisbon")
    assert save(client_of(otter), time_zone="Europe/Lisbon").url == "/me/account/"
    assert not Event.objects.filter(verb="accounts.settings_changed").exists()


def test_settings_are_saved_and_the_record_names_only_the_fields(programme):
    otter = make_account(programme=programme)
    client = client_of(otter)
    for _turn in range(2):
        save(
            client, pronouns=" they,  them ", language="es", time_zone="Africa/Cairo", country="EG"
        )
    otter.refresh_from_db()
    assert (otter.pronouns, otter.language, otter.time_zone, otter.country) == (
        "they, them",
        "es",
        "Africa/Cairo",
        "EG",
    )
    event = Event.objects.get(verb="accounts.settings_changed")
    assert event.details == {"fields": ["country", "language", "pronouns", "time_zone"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"pronouns": "x" * 41}, "pronouns"),
        ({"pronouns": "they\u202e"}, "pronouns"),
        ({"language": "tlh"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"country": "XX"}, "country"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(programme, changes, field):
    otter = make_account(programme=programme)
    page = save(client_of(otter), **changes)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Account.objects.get(pk=otter.pk).time_zone == "UTC"


@pytest.mark.parametrize("field", ["language", "time_zone", "country", "pronouns"])
def test_the_action_refuses_what_the_form_would(programme, field):
    otter = make_account(programme=programme)
    with pytest.raises(Invalid) as refused:
        actions.save_settings(account=otter, by=otter, **sent(**{field: "x" * 41}))
    assert set(refused.value.fields) == {field}
    with pytest.raises(NotAllowed):
        actions.save_settings(account=otter, by=make_account(programme=programme), **sent())


def test_the_pages_speak_the_readers_language_and_hour(programme):
    otter = make_account(programme=programme, language="es", time_zone="Asia/Tokyo")
    page = client_of(otter).get("/me/account/")
    assert '<html lang="es"' in page.text
    otter.time_zone = "Gone/Zone"  # a zone the tables dropped since
    otter.save()
    assert client_of(otter).get("/me/account/").status_code == 200


def test_countries_and_zones_are_real():
    countries = dict(places.country_choices())
    assert countries["PT"] == "Portugal"
    assert {"ZZ", "EU", "XA", "UN"}.isdisjoint(countries)
    assert len(countries) > 240
    zones = dict(places.zone_choices())
    assert ("Europe/Lisbon", "Lisbon") in zones["Europe"]
    assert ("America/Argentina/Buenos_Aires", "Argentina, Buenos Aires") in zones["America"]
    assert places.is_zone("Asia/Tokyo")
    assert places.zone_or_utc("../../etc/passwd") == "UTC"
    assert not places.is_country("gb")


def test_country_names_are_the_readers():
    from django.utils import translation

    with translation.override("es"):
        assert dict(places.country_choices())["DE"] == "Alemania"


# Blocks.


def test_a_block_holds_both_ways_and_the_other_is_not_told(programme):
    otter, fox, owl = (make_account(programme=programme) for _turn in range(3))
    for _turn in range(2):
        actions.block(of=fox, by=otter)
    assert queries.is_blocked(otter.id, fox.id)
    assert queries.is_blocked(fox.id, otter.id)
    assert not queries.is_blocked(otter.id, owl.id)
    assert queries.blocked_with(fox.id) == {otter.id}
    assert queries.blocked_with(owl.id) == frozenset()
    assert queries.block_pairs([otter.id, owl.id]) == {frozenset({otter.id, fox.id})}
    assert Event.objects.filter(verb="accounts.blocked").count() == 1
    assert fox.pseudonym in client_of(otter).get("/me/account/blocks/").text
    assert otter.pseudonym not in client_of(fox).get("/me/account/blocks/").text


def test_a_block_is_lifted_only_by_who_made_it(programme):
    otter, fox = make_account(programme=programme), make_account(programme=programme)
    actions.block(of=fox, by=otter)
    assert client_of(fox).post(f"/me/account/blocks/{otter.id}/").status_code == 404
    actions.unblock(of=otter, by=fox)
    assert queries.is_blocked(otter.id, fox.id)
    client = client_of(otter)
    assert client.get(f"/me/account/blocks/{fox.id}/").status_code == 405
    assert client.post(f"/me/account/blocks/{fox.id}/").url == "/me/account/blocks/"
    assert client.post(f"/me/account/blocks/{fox.id}/").status_code == 404
    actions.unblock(of=fox, by=otter)
    assert not Block.objects.exists()
    assert Event.objects.filter(verb="accounts.unblocked").count() == 1


def test_nobody_blocks_themselves_and_the_system_blocks_nobody(programme):
    otter = make_account(programme=programme)
    for by in (otter, TESTS):
        with pytest.raises(NotPossible):
            actions.block(of=otter, by=by)
