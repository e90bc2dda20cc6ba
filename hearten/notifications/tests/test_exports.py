"""What a moderator takes along of how they were reached, and that an erasure leaves nothing of it."""

import pytest

from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.notifications import actions, exports
from hearten.notifications.forms import NewsForm
from hearten.notifications.models import Delivery, News, NewsKind, NewsSettings, Way, Words
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
    for way in Way.objects.filter(gone_at=None):
        actions.set_brings_news(way=way, on=True, by=moderator)
    actions.note(people=[moderator.pk], kind=NewsKind.TALK, place="conversation:1", by=SYSTEM)
    form = NewsForm({}, chosen=NewsSettings(account=moderator))
    given = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    filled = NewsForm({**given, "says_what": "on"}, chosen=NewsSettings(account=moderator))
    assert filled.is_valid()
    actions.save_news_settings(account=moderator, by=moderator, **filled.choice())
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
    for kept in (Way, Delivery, News, NewsSettings):
        assert kept.objects.count() == 0
