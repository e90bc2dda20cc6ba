"""Asking again and again, and leafing through everybody: bounded, and a person looks."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from hearten.accounts.models import Account, Programme
from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.matching import actions, queries, throttle
from hearten.matching.actions.requests import ASKS_A_DAY
from hearten.matching.models import SupportRequest
from hearten.matching.tests.factories import WEDNESDAY, ask, make_programme, member_of, supporter_of

pytestmark = pytest.mark.django_db
Case, Report = apps.get_model("safety.Case"), apps.get_model("safety.Report")


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def member(programme: Programme) -> Account:
    return member_of(programme)


def ask_and_cancel(member: Account, programme: Programme, times: int) -> None:
    for _ in range(times):
        actions.cancel(request=ask(member, programme), by=member)


class TestAsking:
    def test_the_eleventh_time_in_a_day_is_refused_and_the_tenth_is_looked_at(
        self, programme, member
    ):
        with clock.frozen(WEDNESDAY):
            ask_and_cancel(member, programme, ASKS_A_DAY - 1)
            assert Case.objects.count() == 0
            ask_and_cancel(member, programme, 1)
            [report] = Report.objects.all()
            assert (report.case.about, report.case.urgent) == (member, False)
            with pytest.raises(NotPossible) as refused:
                ask(member, programme)
        assert refused.value.code == "too_often"
        assert SupportRequest.objects.count() == ASKS_A_DAY
        with clock.frozen(WEDNESDAY + timedelta(hours=25)):
            assert ask(member, programme).state == "waiting"
        assert Report.objects.count() == 1

    def test_asking_the_same_again_counts_once_and_others_are_not_counted(self, programme, member):
        with clock.frozen(WEDNESDAY):
            ask_and_cancel(member_of(programme), programme, ASKS_A_DAY - 1)
            for _ in range(ASKS_A_DAY + 2):
                ask(member, programme)
        assert SupportRequest.objects.filter(member=member).count() == 1

    def test_the_page_says_so_and_keeps_the_words(self, programme, member):
        ask_and_cancel(member, programme, ASKS_A_DAY)
        given = {"kind": "weeks", "words": "The nights are long", "choose": "queue"}
        answer = client_of(member).post(reverse("matching:ask"), given)
        text = answer.content.decode()
        assert "asked very often since yesterday" in text
        assert "The nights are long" in text


class TestFaces:
    @pytest.fixture
    def faces(self, programme) -> list[queries.Suggestion]:
        people = [supporter_of(programme) for _ in range(throttle.FACES_AN_HOUR + 2)]
        return [
            queries.Suggestion(supporter=one, pronouns="", introduction="", reasons=())
            for one in people
        ]

    def test_twelve_in_an_hour_and_those_again_as_often_as_one_likes(self, faces, member):
        with clock.frozen(WEDNESDAY):
            assert throttle.within_sight(member, faces[:6]) == faces[:6]
            assert throttle.within_sight(member, faces[3:]) == faces[3:12]
            assert throttle.within_sight(member, faces) == faces[:12]
            assert (
                throttle.within_sight(member_of(member.memberships.get().programme), faces[12:])
                == (faces[12:])
            )
        with clock.frozen(WEDNESDAY + timedelta(minutes=61)):
            assert throttle.within_sight(member, faces[12:]) == faces[12:]

    def test_whoever_saw_enough_is_told_and_cannot_ask_unseen_ones(
        self, programme, member, monkeypatch
    ):
        monkeypatch.setattr(throttle, "FACES_AN_HOUR", 0)
        supporter = supporter_of(programme)
        ask(member, programme, choose=True)
        client = client_of(member)
        text = client.get(reverse("matching:choose")).content.decode()
        assert "looked at many people" in text
        assert supporter.pseudonym not in text
        client.post(reverse("matching:choose"), {"supporter": str(supporter.pk)})
        assert SupportRequest.objects.get().state == "waiting"
