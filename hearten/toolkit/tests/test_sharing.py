"""Who sees which step: the supporter of an open pairing, what is shared, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import TESTS, make_account
from hearten.audit.models import Event
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.matching import actions as matching
from hearten.matching.queries import EndReason
from hearten.matching.tests import factories as people
from hearten.toolkit import actions, queries
from hearten.toolkit.models import Suggestion
from hearten.toolkit.queries import Shared
from hearten.toolkit.rules import MOST, Part, Step
from hearten.toolkit.tests import factories as make
from hearten.toolkit.tests.factories import Pairing

pytestmark = pytest.mark.django_db


def steps_in(shared: Shared | None) -> list[tuple[str, list[str]]]:
    assert shared is not None
    return [
        (one.step.value, [entry.text for part in one.parts.values() for entry in part])
        for one in shared.steps
    ]


def test_the_supporter_reads_what_is_shared_and_no_more(pairing: Pairing) -> None:
    assert steps_in(queries.shared_with(pairing.supporter, pairing.pk)) == []
    make.share(pairing, Step.SIGNS)
    assert steps_in(queries.shared_with(pairing.supporter, pairing.pk)) == [
        ("signs", list(make.SIGNS))
    ]
    make.share(pairing)
    assert steps_in(queries.shared_with(pairing.supporter, pairing.pk)) == []


def test_a_step_shared_while_empty_is_there_and_empty(pairing: Pairing) -> None:
    make.share(pairing, Step.ALONE)
    assert steps_in(queries.shared_with(pairing.supporter, pairing.pk)) == [("alone", [])]


def _ended(pairing: Pairing) -> Account:
    matching.end_pairing(pairing_id=pairing.pk, reason=EndReason.TIME, by=pairing.member)
    return pairing.supporter


def _blocked_by_member(pairing: Pairing) -> Account:
    accounts.block(of=pairing.supporter, by=pairing.member)
    return pairing.supporter


def _blocked_by_supporter(pairing: Pairing) -> Account:
    accounts.block(of=pairing.member, by=pairing.supporter)
    return pairing.supporter


def _another_supporter(pairing: Pairing) -> Account:
    return people.supporter_of(pairing.programme)


def _of_another_pairing(pairing: Pairing) -> Account:
    other = make.paired()
    make.share(other, *Step)
    return other.supporter


def _the_member(pairing: Pairing) -> Account:
    return pairing.member


def _with(role: Role) -> Callable[[Pairing], Account]:
    return lambda pairing: make_account(programme=pairing.programme, roles=[role])


OTHERS: dict[str, Callable[[Pairing], Account]] = {
    "supporter of an ended pairing": _ended,
    "blocked supporter": _blocked_by_member,
    "supporter who blocked": _blocked_by_supporter,
    "another supporter": _another_supporter,
    "supporter of another pairing": _of_another_pairing,
    "the member, as if a supporter": _the_member,
    "moderator": _with(Role.MODERATOR),
    "manager": _with(Role.MANAGER),
    "supervisor": _with(Role.SUPERVISOR),
}
others = pytest.mark.parametrize("who", OTHERS.values(), ids=OTHERS.keys())


@others
def test_nobody_else_sees_anything(pairing: Pairing, who: Callable[[Pairing], Account]) -> None:
    make.share(pairing, *Step)
    reader = who(pairing)
    assert queries.shared_with(reader, pairing.pk) is None
    assert actions.read_shared(pairing_id=pairing.pk, by=reader) is None
    assert Event.objects.filter(verb="toolkit.plan_read_by_supporter").count() == 0
    with pytest.raises(NotAllowed):
        actions.suggest(pairing_id=pairing.pk, part=Part.SIGNS, text="x", line=uuid4(), by=reader)
    if reader != pairing.member:
        assert not queries.plans_visible_to(reader).filter(account=pairing.member).exists()


def test_the_system_reads_no_plan(pairing: Pairing) -> None:
    make.share(pairing, *Step)
    assert queries.shared_with(TESTS, pairing.pk) is None
    assert list(queries.plans_visible_to(TESTS)) == []


def test_a_suspended_member_shares_nothing(pairing: Pairing) -> None:
    make.share(pairing, *Step)
    pairing.member.is_active = False
    pairing.member.save(update_fields=["is_active"])
    assert queries.shared_with(pairing.supporter, pairing.pk) is None


def test_a_new_pairing_with_the_same_person_begins_with_nothing(pairing: Pairing) -> None:
    make.share(pairing, *Step)
    _ended(pairing)
    again = people.pair(pairing.member, pairing.supporter, pairing.programme)
    assert steps_in(queries.shared_with(pairing.supporter, again.pk)) == []


def test_sharing_is_for_open_pairings_of_ones_own(pairing: Pairing) -> None:
    other = make.paired()
    with pytest.raises(NotPossible):
        actions.share(account=pairing.member, choices={other.pk: [Step.SIGNS]}, by=pairing.member)
    with pytest.raises(NotAllowed):
        actions.share(
            account=pairing.member, choices={pairing.pk: [Step.SIGNS]}, by=pairing.supporter
        )
    _ended(pairing)
    with pytest.raises(NotPossible):
        make.share(pairing, Step.SIGNS)
    assert queries.shares_of(queries.plan_of(pairing.member).id) == {}


def test_sharing_is_recorded_once_and_in_codes(pairing: Pairing) -> None:
    make.share(pairing, Step.SIGNS, Step.ASK)
    make.share(pairing, Step.ASK, Step.SIGNS)
    make.share(pairing)
    events = Event.objects.filter(verb="toolkit.plan_shared").order_by("id")
    assert [event.details for event in events] == [
        {"pairing": str(pairing.pk), "steps": ["ask", "signs"]},
        {"pairing": str(pairing.pk), "steps": []},
    ]


def test_the_member_sees_who_looked_and_at_what(pairing: Pairing) -> None:
    plan = queries.plans_visible_to(pairing.member).get()
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    assert queries.looks_at(plan) == []
    make.share(pairing, Step.SIGNS)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    [look] = queries.looks_at(plan)
    assert (look.pseudonym, look.steps) == (pairing.supporter.pseudonym, [Step.SIGNS])


def test_another_step_or_another_time_is_another_look(pairing: Pairing) -> None:
    plan = queries.plans_visible_to(pairing.member).get()
    make.share(pairing, Step.SIGNS)
    with clock.frozen(clock.now() - timedelta(minutes=11)):
        actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    make.share(pairing, Step.SIGNS, Step.ASK)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    assert [look.steps for look in queries.looks_at(plan)] == [
        [Step.SIGNS, Step.ASK],
        [Step.SIGNS],
        [Step.SIGNS],
    ]


# Suggestions


def suggest(pairing: Pairing, text: str = "Count the boats", part: Part = Part.ALONE) -> None:
    actions.suggest(pairing_id=pairing.pk, part=part, text=text, line=uuid4(), by=pairing.supporter)


@pytest.fixture
def offered(pairing: Pairing) -> Pairing:
    make.share(pairing, Step.ALONE)
    suggest(pairing)
    return pairing


def test_a_suggestion_is_kept_once(offered: Pairing) -> None:
    [one] = queries.suggestions_for(offered.member)
    assert (one.text, one.pseudonym) == ("Count the boats", offered.supporter.pseudonym)
    for _ in range(2):
        actions.answer_suggestion(
            account=offered.member, suggestion_id=one.id, keep=True, by=offered.member
        )
    entries = queries.plan_of(offered.member).step(Step.ALONE).parts[Part.ALONE]
    assert [entry.text for entry in entries] == ["Count the boats"]
    assert queries.suggestions_for(offered.member) == []


def test_a_suggestion_let_go_changes_nothing(offered: Pairing) -> None:
    before = queries.plan_of(offered.member)
    [one] = queries.suggestions_for(offered.member)
    actions.answer_suggestion(
        account=offered.member, suggestion_id=one.id, keep=False, by=offered.member
    )
    assert (queries.plan_of(offered.member), Suggestion.objects.count()) == (before, 0)


def test_only_the_owner_answers(offered: Pairing) -> None:
    [one] = queries.suggestions_for(offered.member)
    with pytest.raises(NotAllowed):
        actions.answer_suggestion(
            account=offered.member, suggestion_id=one.id, keep=True, by=offered.supporter
        )
    actions.answer_suggestion(
        account=offered.supporter, suggestion_id=one.id, keep=True, by=offered.supporter
    )
    assert Suggestion.objects.count() == 1


def test_a_full_list_keeps_the_suggestion(offered: Pairing) -> None:
    make.write(offered.member, Part.ALONE, *[f"thing {n}" for n in range(MOST[Part.ALONE])])
    [one] = queries.suggestions_for(offered.member)
    with pytest.raises(NotPossible, match="full"):
        actions.answer_suggestion(
            account=offered.member, suggestion_id=one.id, keep=True, by=offered.member
        )
    assert Suggestion.objects.count() == 1


def test_suggesting_needs_the_step_and_has_a_measure(offered: Pairing) -> None:
    with pytest.raises(NotAllowed):
        suggest(offered, part=Part.SIGNS)
    suggest(offered)
    suggest(offered)
    with pytest.raises(NotPossible):
        suggest(offered)
    assert Suggestion.objects.count() == 3


def test_the_same_suggestion_sent_twice_is_one(pairing: Pairing) -> None:
    make.share(pairing, Step.ALONE)
    named = uuid4()
    for _ in range(2):
        actions.suggest(
            pairing_id=pairing.pk, part=Part.ALONE, text="x", line=named, by=pairing.supporter
        )
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize("text", ["", " ", "x" * 121, "a\u202eb"])
def test_suggestions_are_clean(offered: Pairing, text: str) -> None:
    with pytest.raises(Invalid):
        suggest(offered, text)


def test_a_block_takes_the_suggestion_away(offered: Pairing) -> None:
    _blocked_by_member(offered)
    assert queries.suggestions_for(offered.member) == []


def test_a_suggestion_is_sealed_with_the_members_key(offered: Pairing) -> None:
    stored = bytes(Suggestion.objects.get().sealed_text)
    assert b"boats" not in stored
    offered.member.wrapped_key = None
    offered.member.save(update_fields=["wrapped_key"])
    [one] = queries.suggestions_for(Account.objects.get(pk=offered.member.pk))
    assert one.text == ""


def test_a_look_stands_among_all_looks_of_the_owner(pairing: make.Pairing) -> None:
    make.plan_for(pairing.member)
    make.share(pairing, Step.SIGNS)
    actions.read_shared(pairing_id=pairing.pk, by=pairing.supporter)
    [look] = queries.looks_of(pairing.member)
    assert (str(look.what), look.name) == ("Steps of your plan", pairing.supporter.pseudonym)
    assert queries.looks_of(pairing.supporter) == []
