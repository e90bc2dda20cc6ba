"""Choosing from three when asking: the queue waits for a while, and nobody waits for nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import client_of
from hearten.audit.queries import events_about
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.matching import actions, jobs, queries
from hearten.matching.models import (
    MatchingSettings,
    Proposal,
    RequestKind,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    WEDNESDAY,
    answer,
    ask,
    make_programme,
    manager_of,
    member_of,
    supporter_of,
    sweep,
)
from hearten.profiles.tests.factories import profile

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def people(programme: Programme) -> list[Account]:
    return [supporter_of(programme, f"Calm Owl {number}") for number in range(4)]


@pytest.fixture
def member(programme: Programme) -> Account:
    return member_of(programme)


def chooser(member: Account, programme: Programme, kind: RequestKind) -> SupportRequest:
    with clock.frozen(WEDNESDAY):
        return ask(member, programme, kind, choose=True)


class TestTheTime:
    @pytest.mark.parametrize(
        ("kind", "minutes", "own"),
        [(RequestKind.NOW, 10, 10), (RequestKind.WEEKS, 24 * 60, 24 * 60), (RequestKind.NOW, 3, 3)],
    )
    @pytest.mark.usefixtures("people")
    def test_the_queue_waits_as_long_as_the_programme_says_and_no_longer(
        self, member: Account, programme: Programme, kind: RequestKind, minutes: int, own: int
    ) -> None:
        MatchingSettings.objects.create(programme=programme, **{f"choose_minutes_{kind}": own})
        request = chooser(member, programme, kind)
        over = WEDNESDAY + minutes * MINUTE
        assert request.choose_until == over
        with clock.frozen(over - timedelta(microseconds=1)):
            assert sweep(programme) == []
        with clock.frozen(over):
            [made] = sweep(programme)
        request.refresh_from_db()
        assert (made.request, made.chosen_by_member) == (request, False)
        assert (request.state, request.choose_until) == (RequestState.PROPOSED, None)

    @pytest.mark.usefixtures("people")
    def test_a_look_at_the_end_of_the_time_is_enqueued_with_the_asking(
        self, member: Account, programme: Programme
    ) -> None:
        chooser(member, programme, RequestKind.NOW)
        [job] = ProcrastinateJob.objects.filter(task_name="matching.match_waiting")
        assert job.scheduled_at == WEDNESDAY + 10 * MINUTE

    @pytest.mark.usefixtures("people")
    def test_a_lost_job_costs_a_minute(self, member: Account, programme: Programme) -> None:
        """All that is remembered is stored: whoever looks next finds that the time is over."""
        chooser(member, programme, RequestKind.NOW)
        ProcrastinateJob.objects.all()._raw_delete("default")
        with clock.frozen(WEDNESDAY + 11 * MINUTE):
            jobs.match_everywhere(timestamp=0)
            [job] = ProcrastinateJob.objects.filter(task_name="matching.match_waiting")
            jobs.match_waiting(**job.args)
        assert Proposal.objects.count() == 1

    @pytest.mark.usefixtures("people")
    def test_waiting_counts_from_asking(self, member: Account, programme: Programme) -> None:
        request = chooser(member, programme, RequestKind.NOW)
        with clock.frozen(WEDNESDAY + MINUTE):
            later = ask(member_of(programme), programme, RequestKind.NOW)
        assert (queries.place_of(request), queries.place_of(later)) == (1, 2)
        with clock.frozen(WEDNESDAY + 10 * MINUTE):
            sweep(programme)
        request.refresh_from_db()
        assert request.waiting_since == request.made_at == WEDNESDAY

    def test_who_fits_is_kept_free_for_nobody(self, member: Account, programme: Programme) -> None:
        """Looking takes no place: those behind do not wait for somebody who chooses."""
        supporter_of(programme, capacity=1)
        chooser(member, programme, RequestKind.NOW)
        with clock.frozen(WEDNESDAY + MINUTE):
            other = ask(member_of(programme), programme, RequestKind.NOW)
            [made] = sweep(programme)
        assert made.request == other


class TestChoosing:
    def test_whom_they_chose_is_asked_with_their_yes(
        self, member: Account, programme: Programme, people: list[Account]
    ) -> None:
        request = chooser(member, programme, RequestKind.WEEKS)
        with clock.frozen(WEDNESDAY + MINUTE):
            made = actions.choose_supporter(request=request, supporter=people[2], by=member)
            done = answer(made, people[2])
        assert (done.stage, done.supporter, done.member_said) == (
            Stage.ACCEPTED,
            people[2],
            True,
        )
        request.refresh_from_db()
        assert (request.state, request.choose_until) == (RequestState.PAIRED, None)

    def test_after_a_no_the_queue_goes_on_and_they_can_still_choose(
        self, member: Account, programme: Programme, people: list[Account]
    ) -> None:
        request = chooser(member, programme, RequestKind.WEEKS)
        with clock.frozen(WEDNESDAY + MINUTE):
            made = actions.choose_supporter(request=request, supporter=people[0], by=member)
            answer(made, people[0], yes=False)
            request.refresh_from_db()
            assert people[0] not in [one.supporter for one in queries.suggestions_for(request)]
            assert len(queries.suggestions_for(request)) == 3
            [other] = sweep(programme)
        assert other.supporter != people[0]

    def test_leaving_it_to_the_queue_asks_whoever_fits_at_once(
        self, member: Account, programme: Programme, people: list[Account]
    ) -> None:
        request = chooser(member, programme, RequestKind.WEEKS)
        with clock.frozen(WEDNESDAY + MINUTE):
            left = actions.stop_choosing(request=request, by=member)
            assert left.choose_until is None
            [made] = sweep(programme)
        assert made.supporter in people
        assert [event.verb for event in events_about(request)] == [
            "matching.request_made",
            "matching.request_left_to_queue",
        ]

    @pytest.mark.usefixtures("people")
    def test_once_the_time_is_over_there_is_nothing_to_leave(
        self, member: Account, programme: Programme
    ) -> None:
        request = chooser(member, programme, RequestKind.NOW)
        with clock.frozen(WEDNESDAY + 10 * MINUTE):
            actions.stop_choosing(request=request, by=member)
        assert [event.verb for event in events_about(request)] == ["matching.request_made"]

    @pytest.mark.usefixtures("people")
    def test_only_the_member_leaves_it_to_the_queue(
        self, member: Account, programme: Programme
    ) -> None:
        request = chooser(member, programme, RequestKind.WEEKS)
        for other in (member_of(programme), manager_of(programme)):
            with pytest.raises(NotAllowed), clock.frozen(WEDNESDAY):
                actions.stop_choosing(request=request, by=other)

    @pytest.mark.usefixtures("people")
    def test_cancelling_while_choosing(self, member: Account, programme: Programme) -> None:
        request = actions.cancel(request=ask(member, programme, choose=True), by=member)
        assert (request.state, request.choose_until) == (RequestState.CANCELLED, None)

    def test_where_nobody_fits_the_queue_waits_for_nothing(
        self, member: Account, programme: Programme
    ) -> None:
        supporter_of(programme, capacity=0)
        request = ask(member, programme, choose=True)
        assert request.choose_until is None
        supporter = supporter_of(programme)
        assert [one.supporter for one in sweep(programme)] == [supporter]


class TestPages:
    def ask(self, member: Account, **said: str) -> str:
        data = {"kind": "weeks", "words": "", **said}
        response = client_of(member).post(reverse("matching:ask"), data)
        assert response.status_code == 302
        return str(response["Location"])

    @pytest.mark.usefixtures("people")
    def test_from_asking_to_whom_they_chose(self, member: Account) -> None:
        """As a browser without scripts does it: three forms, one after the other."""
        assert self.ask(member, who_chooses="member") == reverse("matching:choose")
        client = client_of(member)
        page = client.get(reverse("matching:choose"))
        shown = page.context["suggestions"]
        assert len(shown) == 3
        assert "We ask nobody before you choose." in page.text
        chosen = shown[1].supporter
        client.post(reverse("matching:choose"), {"supporter": str(chosen.id)})
        [proposal] = Proposal.objects.all()
        assert (proposal.supporter, proposal.chosen_by_member) == (chosen, True)

    @pytest.mark.parametrize("said", [{}, {"who_chooses": ""}, {"who_chooses": "queue"}])
    @pytest.mark.usefixtures("people")
    def test_who_skips_it_is_asked_for(self, member: Account, said: dict[str, str]) -> None:
        assert self.ask(member, **said) == reverse("matching:waiting")
        assert SupportRequest.objects.get().choose_until is None

    def test_nobody_to_choose_is_said_at_once(self, member: Account) -> None:
        assert self.ask(member, who_chooses="member") == reverse("matching:waiting")
        client = client_of(member)
        data = {"kind": "weeks", "who_chooses": "member"}
        actions.cancel(request=SupportRequest.objects.get(), by=member)
        shown = client.post(reverse("matching:ask"), data, follow=True).text
        assert "there is nobody to choose from yet" in shown

    def test_something_else_is_an_error_beside_the_field(self, member: Account) -> None:
        data = {"kind": "weeks", "words": "The nights", "who_chooses": "chance"}
        response = client_of(member).post(reverse("matching:ask"), data)
        assert (response.status_code, list(response.context["form"].errors)) == (
            422,
            ["who_chooses"],
        )
        assert "The nights" in response.text
        assert not SupportRequest.objects.exists()

    @pytest.mark.usefixtures("people")
    def test_asking_again_by_the_back_button_leads_to_the_choice(self, member: Account) -> None:
        for _ in range(2):
            assert self.ask(member, who_chooses="member") == reverse("matching:choose")
        assert SupportRequest.objects.count() == 1

    @pytest.mark.usefixtures("people")
    def test_the_waiting_page_and_home_lead_to_the_choice_while_it_is_open(
        self, member: Account, programme: Programme
    ) -> None:
        request = chooser(member, programme, RequestKind.NOW)
        client = client_of(member)
        with clock.frozen(WEDNESDAY + MINUTE):
            for page in (client.get(reverse("matching:waiting")), client.get("/")):
                main = page.text.split("<main", 1)[1]
                assert "we ask whoever fits best" in main
                assert f'href="{reverse("matching:choose")}"' in main
            waiting = client.get(reverse("matching:waiting")).text
            assert "While you choose, somebody behind you may be answered first." in waiting
            assert "Nobody passes you otherwise" not in waiting
        with clock.frozen(request.choose_until or WEDNESDAY):
            for page in (client.get(reverse("matching:waiting")), client.get("/")):
                assert "we ask whoever fits best" not in page.text

    @pytest.mark.usefixtures("people")
    def test_leaving_it_to_the_queue_from_the_page(
        self, member: Account, programme: Programme
    ) -> None:
        ask(member, programme, choose=True)
        client = client_of(member)
        for _ in range(2):
            response = client.post(reverse("matching:choose"), {"queue": "yes"})
            assert response["Location"] == reverse("matching:waiting")
        assert SupportRequest.objects.get().choose_until is None

    def test_when_all_who_fitted_are_taken_meanwhile(
        self, member: Account, programme: Programme
    ) -> None:
        supporter = supporter_of(programme, capacity=1)
        ask(member, programme, choose=True)
        ask(member_of(programme), programme)
        sweep(programme)
        shown = client_of(member).get(reverse("matching:choose")).text
        assert "The people who fit are busy at this moment" in shown
        assert "Ask whoever fits best" in shown
        assert supporter.pseudonym not in shown


@pytest.mark.usefixtures("people")
def test_managers_do_not_read_that_nobody_fits_who_chooses(
    member: Account, programme: Programme
) -> None:
    chooser(member, programme, RequestKind.WEEKS)
    stuck = member_of(programme)
    for person in queries.waits_of(programme).rooms:
        profile(Account.objects.get(pk=person.supporter_id), programme, languages=["en"])
    profile(stuck, programme, languages=["ar"])
    with clock.frozen(WEDNESDAY + MINUTE):
        ask(stuck, programme)
        _now, weeks = queries.kinds_of(programme)
        waits = queries.waits_of(programme)
    assert (weeks.waiting, weeks.unasked, waits.nobody_fits) == (2, 1, 1)
    assert [(one.choosing, one.asking, one.fitting) for one in waits.oldest] == [
        (True, False, False),
        (False, False, False),
    ]
    with clock.frozen(WEDNESDAY + timedelta(days=1)):
        assert queries.kinds_of(programme)[1].unasked == 2
        assert [one.choosing for one in queries.waits_of(programme).oldest] == [False, False]


def test_a_role_that_ends_while_choosing_closes_the_request(
    member: Account, programme: Programme, people: list[Account]
) -> None:
    request = ask(member, programme, choose=True)
    assert people
    member.memberships.filter(role=Role.MEMBER).delete()
    sweep(programme)
    request.refresh_from_db()
    assert (request.state, request.choose_until) == (RequestState.CANCELLED, None)
