"""Questions whose SQL is made once answer as the queryset does, each time anew."""

import pytest

from hearten.accounts.models import Account, Membership
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.foundation.arrays import is_any_of
from hearten.foundation.compiled import Compiled, any_id, any_ids

pytestmark = pytest.mark.django_db


def test_it_answers_for_each_value_and_for_what_was_written_since():
    asked = Compiled(
        lambda account_id: Membership.objects.filter(account=account_id).values_list("role"),
        account_id=any_id(),
    )
    one = make_account()
    assert asked.rows(account_id=one.pk) == [("member",)]
    assert asked.rows(account_id=any_id()) == []
    other = make_account()
    assert asked.rows(account_id=other.pk) == [("member",)]


def test_many_ids_are_one_value(django_assert_num_queries):
    asked = Compiled(
        lambda ids: Account.objects.filter(is_any_of("id", ids)).order_by("pseudonym_key"),
        ids=any_ids(),
    )
    programme = make_programme()
    people = [make_account(name, programme=programme) for name in ("Ash", "Birch", "Cedar")]
    assert asked.instances(ids=[]) == []
    with django_assert_num_queries(1):
        found = asked.instances(ids=[one.pk for one in people])
    assert found == people
    assert [one.pseudonym for one in found] == ["Ash", "Birch", "Cedar"]
    assert found[0].get_deferred_fields() == set()


def test_what_was_left_out_is_fetched_when_it_is_looked_at():
    asked = Compiled(
        lambda account_id: Account.objects.filter(pk=account_id).only("pseudonym"),
        account_id=any_id(),
    )
    account = make_account(language="es")
    [found] = asked.instances(account_id=account.pk)
    assert "language" in found.get_deferred_fields()
    assert found.language == "es"


def test_values_come_as_django_gives_them():
    asked = Compiled(
        lambda about: Event.objects.filter(object_id=about).values_list("details"), about="somebody"
    )
    account = make_account()
    joined = asked.rows(about=str(account.pk))
    assert joined == list(Event.objects.filter(object_id=account.pk).values_list("details"))
    assert isinstance(joined[0][0], dict)


def test_a_value_nobody_asks_about_is_a_mistake():
    asked = Compiled(lambda account_id: Account.objects.all(), account_id=any_id())
    with pytest.raises(ValueError, match="nothing in the question stands for account_id"):
        asked.instances(account_id=any_id())
