"""Who steps out is shown what helps, and brought to somebody by the way there is; the group learns no more
than that they stepped out."""

import pytest
from django.apps import apps
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Membership, Role, SuspendReason
from hearten.accounts.tests.factories import client_of, make_account
from hearten.cockpit import actions, queries
from hearten.cockpit.tests.conftest import NOW
from hearten.cockpit.tests.seen import go_to, minutes, order, row, stage
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.groups.tests.factories import TESTS, come, start
from hearten.matching import actions as matching
from hearten.matching.queries import RequestKind
from hearten.matching.tests.factories import supporter_of, sweep

pytestmark = pytest.mark.django_db
Proposal, SupportRequest = (
    apps.get_model("matching", name) for name in ("Proposal", "SupportRequest")
)


def out(run, person):
    return actions.step_out(group=run.group, by=person)


def requests():
    found = SupportRequest.objects.order_by("made_at")
    return [(one.member.pseudonym, one.kind, one.sealed_words) for one in found]


def test_one_press_gives_the_turn_back_and_asks_for_somebody_now(run, host, other, third):
    go_to(run, 1, host)
    actions.end_turn(group=run.group, step=1, by=host)
    assert order(host, run)[0] == "Last Stop"
    for _twice in range(2):
        assert out(run, other).asked
    assert requests() == [("Other Person", RequestKind.NOW, None)]
    assert order(host, run) == ("Wool Sock", [])
    for reader, hosts, asked in ((host, True, True), (third, False, False)):
        [gone] = stage(reader, run, hosts=hosts).out
        assert (gone.name, gone.asked) == ("Last Stop", asked)
    actions.come(group=run.group, by=other)
    assert (row(run, other).state, row(run, other).place) == ("here", 2)
    assert stage(host, run).out == []


def test_a_request_that_is_open_counts_if_it_is_for_now(run, other, third, programme):
    for person, kind in ((other, RequestKind.NOW), (third, RequestKind.WEEKS)):
        matching.ask(member=person, programme=programme, kind=kind, words="Tea", by=person)
    assert [out(run, person).asked for person in (other, third)] == [True, False]
    assert len(requests()) == 2


def test_who_may_not_ask_has_stepped_out_all_the_same(programme, host, meeting):
    helper = make_account("Helping", programme=programme, roles=[Role.SUPPORTER])
    Membership.objects.filter(account=helper, role=Role.MEMBER).delete()
    come(meeting.group, helper, called="Open Drawer")
    run = actions.open_run(meeting=meeting, by=host)
    actions.come(group=run.group, by=helper)
    gone = out(run, helper)
    assert (gone.state, gone.asked, requests()) == ("out", False, [])
    page = client_of(helper).get(reverse("cockpit:out", args=[run.group_id])).content.decode()
    assert "We could not ask a supporter for you from here." in page


def test_only_who_is_here_steps_out(run, programme, host, meeting):
    late = make_account(programme=programme)
    come(run.group, late)
    with pytest.raises(NotPossible):
        out(run, late)


def test_numbers_and_the_plan_stand_on_the_page_at_once(run, other):
    client = client_of(other)
    address = reverse("cockpit:out", args=[run.group_id])
    answer = client.post(address, follow=True)
    page = answer.content.decode().partition("<h1>")[2]
    assert answer.redirect_chain == [(address, 302)]
    for shown in ('href="tel:', reverse("toolkit:plan"), reverse("matching:waiting")):
        assert shown in page
    assert page.index('href="tel:') < page.index(reverse("toolkit:plan"))


def test_nobody_who_sits_in_the_group_is_asked_for_them(run, programme, other, host):
    """A proposal shows a pseudonym: the moment it comes would say whose seat it is."""
    inside = supporter_of(programme)
    come(run.group, inside, called="Open Drawer")
    outside = supporter_of(programme)
    out(run, other)
    sweep(programme)
    assert [one.supporter for one in Proposal.objects.all()] == [outside]
    assert (other.pk, inside.pk) in queries.kept_apart(member_ids=[other.pk])
    with clock.frozen(NOW + minutes(60 * 24)):
        assert queries.kept_apart(member_ids=[other.pk]) == []


def test_a_supporter_of_another_group_is_asked_as_ever(run, programme, other):
    elsewhere = supporter_of(programme)
    start(programme, elsewhere, name="Another")
    out(run, other)
    sweep(programme)
    assert [one.supporter for one in Proposal.objects.all()] == [elsewhere]


def test_who_is_suspended_is_gone_from_the_meeting(run, other):
    out(run, other)
    accounts.suspend(account=other, reason=SuspendReason.HARM, by=TESTS)
    assert row(run, other).state == "gone"
