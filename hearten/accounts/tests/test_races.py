"""Where a lock or a constraint decides between two who come at once."""

import pytest

from hearten.accounts import actions, queries
from hearten.accounts.models import (
    Account,
    Agreement,
    AgreementKind,
    Membership,
    Role,
    SuspendReason,
)
from hearten.accounts.tests.factories import TESTS, make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.errors import HeartenError
from hearten.foundation.tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_want_one_name_at_once_get_it_once():
    programme = make_programme("Harbour")
    agreed = queries.texts_in(queries.agreements_to_join(programme), "en")

    def join(name):
        return lambda: actions.join(
            programme=programme, pseudonym=name, age_confirmed=True, agreed=agreed, by=TESTS
        )

    results = at_once(join("Quiet Otter"), join("quiet otter"), join("QuietOtter"))
    assert sum(isinstance(one, Account) for one in results) == 1
    assert [one.code for one in results if isinstance(one, HeartenError)] == ["taken", "taken"]
    assert Account.objects.count() == Event.objects.filter(verb="accounts.joined").count() == 1


def test_one_recovery_code_sent_twice_at_once_works_once():
    otter = make_account(programme=make_programme("Harbour"))
    actions.make_recovery_codes(account=otter, by=otter)
    code = queries.recovery_codes_left(otter)[0]

    def use():
        return actions.use_recovery_code(account=otter, code=code, by=otter)

    assert sorted(at_once(use, use, use)) == [False, False, True]
    assert len(queries.recovery_codes_left(otter)) == 7


def test_two_managers_who_end_each_other_leave_one():
    programme = make_programme("Harbour")
    one, other = (make_account(programme=programme, roles=[Role.MANAGER]) for _turn in range(2))

    def end(who, by):
        return lambda: actions.end_role(account=who, programme=programme, role=Role.MANAGER, by=by)

    results = at_once(end(one, other), end(other, one))
    assert sum(isinstance(result, HeartenError) for result in results) == 1
    assert queries.people_with(programme, Role.MANAGER).count() == 1


def test_two_managers_who_suspend_each_other_leave_one():
    programme = make_programme("Harbour")
    one, other = (make_account(programme=programme, roles=[Role.MANAGER]) for _turn in range(2))

    def suspend(who, by):
        return lambda: actions.suspend(account=who, reason=SuspendReason.HARM, by=by)

    results = at_once(suspend(one, other), suspend(other, one))
    assert sum(isinstance(result, HeartenError) for result in results) == 1
    assert Account.objects.filter(is_active=True).count() == 1


def test_the_last_two_passkeys_removed_at_once_leave_one():
    otter = make_account(programme=make_programme("Harbour"))
    keys = [
        actions.add_passkey(account=otter, credential={"id": name}, name=name, by=otter)
        for name in ("one", "two")
    ]

    def remove(key):
        return lambda: actions.remove_passkey(account=otter, passkey_id=key, by=otter)

    results = at_once(*map(remove, keys))
    assert [one.code for one in results if one is not None] == ["last_way_in"]
    assert queries.passkeys_of(otter).count() == 1


def test_versions_published_at_once_are_numbered_without_a_gap():
    programme = make_programme("Harbour")

    def publish(text):
        return lambda: actions.publish_agreement(
            programme=programme, kind=AgreementKind.TERMS, text=text, what_changed="x", by=TESTS
        )

    at_once(publish("One."), publish("Two."), publish("Three."))
    versions = Agreement.objects.filter(programme=programme, kind=AgreementKind.TERMS)
    assert sorted(versions.values_list("version", flat=True)) == [1, 2, 3, 4]


def test_one_role_given_twice_at_once_is_held_once():
    programme = make_programme("Harbour")
    otter = make_account(programme=programme)

    def give():
        return actions.give_role(account=otter, programme=programme, role=Role.SUPPORTER, by=TESTS)

    results = at_once(give, give, give)
    assert len({one.pk for one in results}) == 1
    assert Membership.objects.filter(role=Role.SUPPORTER).count() == 1
    assert Event.objects.filter(verb="accounts.role_given").count() == 1
