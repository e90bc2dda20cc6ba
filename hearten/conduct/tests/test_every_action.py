"""What holds for every write: the act and its record are one."""

import pytest
from django.apps import apps
from django.core import serializers

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.conduct import actions
from hearten.conduct.models import Outcome
from hearten.conduct.rules import Kind
from hearten.conduct.tests.factories import CALENDAR, Scene
from hearten.foundation import clock

pytestmark = pytest.mark.django_db


class BrokenError(Exception):
    pass


class Desk(Scene):
    """A scene in which something of each kind waits to be done."""

    def __init__(self) -> None:
        super().__init__()
        self.third = self.moderator()
        self.boss = self.manager()
        self.proposed = self.impose(Kind.PAUSE, urgent=True)
        self.known.opened.add(self.second.id)
        self.warning = self.impose(Kind.WARNING)
        self.limits = self.impose(Kind.RESTRICTION)
        self.appeal = actions.appeal(measure=self.limits, words="x", by=self.person)
        self.letter = actions.write_letter(
            account=self.person,
            programme=self.programme,
            footing=self.footing,
            text="x",
            by=self.first,
        )


def _later(desk):
    with clock.frozen(desk.limits.until):
        return actions.end_what_is_over(by=CALENDAR)


ACTS = {
    "impose": lambda d: d.impose(Kind.REMINDER),
    "confirm": lambda d: actions.confirm(measure=d.proposed, by=d.second),
    "decline": lambda d: actions.decline(measure=d.proposed, by=d.second),
    "lift": lambda d: actions.lift(measure=d.limits, by=d.second),
    "acknowledge": lambda d: actions.acknowledge(measure=d.warning, by=d.person),
    "appeal": lambda d: actions.appeal(measure=d.warning, words="x", by=d.person),
    "decide_appeal": lambda d: actions.decide_appeal(
        appeal=d.appeal, outcome=Outcome.LIFTED, answer="x", by=d.second
    ),
    "end_what_is_over": _later,
    "on_account_restored": lambda d: actions.on_account_restored(
        account_id=d.person.id, by=CALENDAR
    ),
    "write_letter": lambda d: actions.write_letter(
        account=d.person, programme=d.programme, footing=d.footing, text="y", by=d.first
    ),
    "answer_letter": lambda d: actions.answer_letter(letter=d.letter, text="y", by=d.person),
    "save_conduct_settings": lambda d: actions.save_conduct_settings(
        programme=d.programme, appeal_days=3, by=d.boss
    ),
}
# What a person looked at is not recorded; an erasure is, by whoever carries it out.
UNRECORDED = {"erase", "open_answers", "open_letters"}


def stored():
    rows = [
        one
        for model in apps.get_app_config("conduct").get_models()
        for one in model.objects.order_by("pk")
    ]
    standing = sorted(map(str, Account.objects.values_list("id", "is_active")))
    return serializers.serialize("json", rows), standing


def test_every_action_is_here():
    functions = {name for name in actions.__all__ if name.islower()}
    assert set(ACTS) == functions - UNRECORDED


@pytest.mark.parametrize("name", ACTS)
def test_an_act_that_cannot_be_recorded_does_not_happen(name, monkeypatch, db):
    desk = Desk()
    before = stored()

    def broken(**_):
        raise BrokenError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(BrokenError):
        ACTS[name](desk)
    assert stored() == before


@pytest.mark.parametrize("name", ACTS)
def test_an_act_changes_something(name, db):
    desk = Desk()
    before = stored()
    ACTS[name](desk)
    assert stored() != before
