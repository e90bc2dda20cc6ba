"""What a moderator takes along of how they were reached, and that an erasure leaves nothing of it."""

import pytest

from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, exports
from hearten.notifications.models import Delivery, Way, Words
from hearten.notifications.tests.browsers import Browser

pytestmark = pytest.mark.django_db
SYSTEM = SystemActor("test")


@pytest.fixture
def reached(moderator, push_provider, texts, calls):
    for name in ("one", "two"):
        browser = Browser(f"https://push.planted.example/{name}")
        actions.add_browser(**browser.given, by=moderator)
    actions.add_way(kind="sms", address="+34600100200", by=moderator)
    Way.objects.update(verified_at=clock.now(), sealed_code=None)
    newest = Way.objects.filter(kind="push").latest("made_at")
    Way.objects.filter(pk=newest.pk).update(gone_at=clock.now(), sealed_address=None)
    actions.send(people=[moderator.pk], subject="alert:1", cause="s", words=Words.PAGE, by=SYSTEM)
    return moderator


def test_every_way_is_in_it_and_a_browser_without_its_keys(reached):
    taken = exports.export_of(reached)
    assert [(one["kind"], one["address"], one["ended"] is not None) for one in taken["ways"]] == [
        ("push", "https://push.planted.example/one", False),
        ("push", "", True),
        ("sms", "+34600100200", False),
    ]
    kinds = sorted(one["kind"] for one in taken["calls"] if one["words"] == "page")
    assert kinds == ["in_app", "push", "sms", "voice"]


def test_every_field_is_declared(reached):
    taken = exports.export_of(reached)
    names = {name for rows in taken.values() for row in rows for name in row} | set(taken)
    assert names == set(exports.EXPORTED)


def test_erased_nothing_is_left(reached):
    actions.erase(account=reached, by=SYSTEM)
    assert (Way.objects.count(), Delivery.objects.count()) == (0, 0)
