"""Asking, voting and closing, and what nobody learns from it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearten.accounts import actions as accounts
from hearten.accounts.tests.factories import client_of, make_account
from hearten.audit.models import Event
from hearten.forum import actions as forum
from hearten.forum.tests.factories import make_space, start, write
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.polls import actions, queries
from hearten.polls.models import Option, Poll, Vote
from hearten.polls.tests.conftest import asked, cast
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason

Case, Finding = (apps.get_model("safety", name) for name in ("Case", "Finding"))
RULE = SystemActor("tests")


def at(name, thread):
    tail = {"thread": "", "poll": "poll/", "ask": "poll/new/", "close": "poll/close/"}[name]
    return f"/community/threads/{thread.pk}/{tail}"


def page(person, thread, name="thread"):
    answer = client_of(person).get(at(name, thread))
    assert answer.status_code == 200
    return answer.content.decode()


def crowd(poll, programme, count, place=1):
    people = [make_account(programme=programme) for _ in range(count)]
    for one in people:
        cast(poll, one, place)
    return people


def test_who_opened_the_thread_asks_and_everybody_finds_it(thread, opener, other):
    assert at("ask", thread) in page(opener, thread)
    assert at("ask", thread) not in page(other, thread)
    said = {"question": "Tea or milk?", "options": "Tea\n\nMilk\n", "several": "", "days": "3"}
    answer = client_of(opener).post(at("ask", thread), said)
    assert answer.status_code == 302
    poll = Poll.objects.get()
    assert [one.text for one in poll.options.order_by("place")] == ["Tea", "Milk"]
    assert poll.closes_at - poll.made_at == timedelta(days=3)
    assert "Tea or milk?" in page(other, thread)
    assert at("ask", thread) not in page(opener, thread)


@pytest.mark.parametrize(("keep_words", "left"), [(True, 1), (False, 0)])
def test_who_leaves_the_space_takes_their_poll_along_with_their_words(
    poll, thread, opener, other, keep_words, left
):
    cast(poll, other, 1)
    forum.leave_space(space=thread.space, keep_words=keep_words, by=opener)
    assert (Poll.objects.count(), Vote.objects.count()) == (left, left)


def test_asked_again_it_is_the_same(poll, thread, opener):
    assert asked(thread, opener, question="Another?") == poll
    assert Poll.objects.count() == 1


def test_nobody_else_asks_and_nobody_under_another_post(thread, opener, other):
    with pytest.raises(NotAllowed):
        asked(thread, other)
    own = write(thread, opener, "And another thing.")
    with pytest.raises(NotAllowed):
        actions.start_poll(
            post=own, question="q", options=["a", "b"], several=False, days=None, by=opener
        )
    assert client_of(other).get(at("ask", thread)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("options", ["Tea"]),
        ("options", [f"o{n}" for n in range(11)]),
        ("options", ["Tea", "Tea"]),
        ("options", ["Tea", "Call me on 07700 900123"]),
        ("options", ["Tea", "https://example.org/x"]),
        ("question", "Which is the most painless way to die?"),
        ("question", ""),
    ],
)
def test_what_cannot_stand_is_said_beside_its_field(field, value, thread, opener):
    with pytest.raises(Invalid) as raised:
        asked(thread, opener, **{field: value})
    assert list(raised.value.fields) == [field]
    assert Poll.objects.count() == 0


def test_a_refused_form_keeps_what_was_typed(thread, opener):
    said = {"question": "Tea?", "options": "Yes\nCall 07700 900123", "days": "3"}
    answer = client_of(opener).post(at("ask", thread), said)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "“07700 900123”" in body
    assert "Yes\nCall 07700 900123" in body


def test_a_vote_can_be_changed_and_taken_back(poll, other):
    cast(poll, other, 1)
    cast(poll, other, 2)
    assert list(Vote.objects.values_list("option__text", flat=True)) == ["Milk"]
    cast(poll, other)
    assert Vote.objects.count() == 0


def test_of_several_several_are_chosen_and_of_one_one(poll, thread, programme, opener, other):
    with pytest.raises(Invalid):
        cast(poll, other, 1, 2)
    many = asked(start(make_space(programme), opener), opener, several=True, days=None)
    cast(many, other, 1, 3)
    assert sorted(Vote.objects.values_list("option__place", flat=True)) == [1, 3]
    with pytest.raises(Invalid):
        cast(many, other, 9)


def test_voting_by_the_pages(poll, thread, other):
    body = page(other, thread)
    assert '<input type="radio"' not in body
    answer = client_of(other).post(
        at("poll", thread), {"places": "2", "face": "Quiet Heron"}, follow=True
    )
    assert "Your vote counts." in answer.content.decode()
    assert Vote.objects.get().option.text == "Milk"
    body = page(other, thread)
    assert "your choice" in body
    assert "Figures are shown from five voters on" in body
    assert "checked" in page(other, thread, "poll")
    client_of(other).post(at("poll", thread), {"back": "1"})
    assert Vote.objects.count() == 0
    assert '<input type="radio"' in page(other, thread)


def test_nothing_chosen_is_said_beside_the_choice(poll, thread, opener):
    answer = client_of(opener).post(at("poll", thread), {})
    assert answer.status_code == 422
    assert Vote.objects.count() == 0


def test_figures_are_shown_after_a_vote_in_steps_and_at_the_end_exactly(
    poll, thread, programme, opener, other
):
    crowd(poll, programme, 6, 1)
    crowd(poll, programme, 1, 2)
    assert "or more" not in page(other, thread)
    assert {row.figure for row in queries.shown(other, poll).rows} == {None}
    cast(poll, other, 2)
    body = page(other, thread)
    assert ("5 or more" in body, "fewer than five" in body, "6 of 8" in body) == (True, True, False)
    client_of(opener).post(at("close", thread))
    for person in (other, opener, make_account(programme=programme)):
        body = page(person, thread)
        assert ("6 of 8 people" in body, "2 of 8 people" in body) == (True, True)


def test_under_five_voters_no_figure_is_shown_even_at_the_end(poll, thread, programme, opener):
    crowd(poll, programme, 4, 1)
    actions.close_poll(poll=poll, by=opener)
    body = page(opener, thread)
    assert "Figures are shown from five voters on" in body
    assert "<meter" not in body


def test_nobody_finds_who_chose_what(poll, thread, programme, opener, moderator):
    [voter] = crowd(poll, programme, 1, 2)
    name = Vote.objects.get().face.name
    for person in (opener, moderator):
        assert name not in page(person, thread)
        assert name not in str(queries.export_of(person))
    assert queries.export_of(voter)["votes"] == [
        {"space": "Sleep", "question": poll.question, "chosen": "Milk"}
    ]
    verbs = Event.objects.filter(verb__startswith="polls.").values_list("verb", "details")
    assert list(verbs) == [("polls.started", {"options": 3})]


def test_closed_it_stays_closed(poll, thread, opener, other):
    with pytest.raises(NotAllowed):
        actions.close_poll(poll=poll, by=other)
    assert client_of(other).get(at("close", thread)).status_code == 404
    for _again in range(2):
        actions.close_poll(poll=poll, by=opener)
    assert Event.objects.filter(verb="polls.closed").count() == 1
    with pytest.raises(NotPossible):
        cast(poll, other, 1)
    answer = client_of(other).post(at("poll", thread), {"places": "1", "face": "Quiet Heron"})
    assert answer.status_code == 422
    assert Vote.objects.count() == 0


def test_by_its_time_it_closes_by_itself(thread, opener, other):
    with clock.frozen(clock.now() - timedelta(days=3)):
        late = asked(thread, opener, days=1)
    with pytest.raises(NotPossible):
        cast(late, other, 1)
    assert "It is closed." in page(other, thread)


def test_held_nobody_votes_and_released_they_do(poll, thread, other, opener, moderator):
    forum.hold_post(post=poll.post, by=moderator)
    with pytest.raises(NotPossible):
        cast(poll, opener, 1)
    assert client_of(other).get(at("poll", thread)).status_code == 404
    assert "Nobody can vote while a moderator looks" in page(opener, thread)
    forum.release_post(post=poll.post, by=moderator)
    cast(poll, other, 1)
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("who", ["opener", "moderator"])
def test_taken_away_with_its_post_everything_is_gone(
    who, poll, thread, programme, opener, moderator
):
    crowd(poll, programme, 2)
    if who == "opener":
        forum.take_away(post=poll.post, by=opener)
    else:
        forum.take_away_as_moderator(post=poll.post, by=moderator)
    assert [one.objects.count() for one in (Poll, Option, Vote)] == [0, 0, 0]
    assert poll.question not in page(opener, thread)


def test_in_a_locked_thread_voting_goes_on_and_asking_does_not(
    thread, programme, opener, other, moderator
):
    poll = asked(thread, opener)
    write(thread, other)
    forum.lock_thread(thread=thread, why="said", by=moderator)
    cast(poll, other, 1)
    beside = start(make_space(programme), opener, looking_for="")
    forum.lock_thread(thread=beside, why="said", by=moderator)
    with pytest.raises(NotPossible):
        asked(beside, opener)
    assert at("ask", beside) not in page(opener, beside)


def test_in_a_closed_space_nobody_votes(poll, thread, other):
    forum.close_space(space=thread.space, by=RULE)
    with pytest.raises(NotPossible):
        cast(poll, other, 1)


def test_who_has_a_block_with_the_opener_finds_nothing_and_cannot_vote(poll, thread, opener, other):
    accounts.block(of=opener, by=other)
    for name in ("thread", "poll"):
        assert client_of(other).get(at(name, thread)).status_code == 404
    with pytest.raises(NotAllowed):
        cast(poll, other, 1)


def test_of_another_programme_nobody_votes(poll, thread):
    stranger = make_account("Strange Person")
    assert client_of(stranger).get(at("poll", thread)).status_code == 404
    with pytest.raises(NotAllowed):
        cast(poll, stranger, 1)


def test_danger_in_it_is_found_and_told_of(thread, opener, other):
    asked(thread, opener, question="I want to kill myself tonight. Should I?")
    found = Finding.objects.get(subject_kind="polls.poll")
    assert (found.author_id, found.case_id is not None) == (opener.pk, True)
    assert "Somebody here may be having a very hard time" in page(other, thread)


def test_possible_risk_that_nobody_answered_goes_to_a_person(thread, opener):
    with clock.frozen(clock.now() - timedelta(hours=1)):
        asked(thread, opener, question="I don’t want to live any more. Does it pass?")
    before = Finding.objects.get(subject_kind="polls.poll")
    actions.bring_unanswered(by=actions.READER)
    after = Finding.objects.get(pk=before.pk)
    assert after.case_id is not None


def test_a_report_of_the_post_holds_the_question_too(poll, other, moderator):
    forum.report_post(post=poll.post, reason=ReportReason.HARASSMENT, words="", by=other)
    case = safety.assign_case(case=Case.objects.get(), by=moderator)
    [report] = safety.read_evidence(case=case, by=moderator)
    assert report.evidence.endswith("What do you drink at night?\nTea\nMilk\nWater")


def test_a_page_asks_as_many_queries_however_many_voted(poll, thread, programme, other):
    cast(poll, other, 1)

    def asked_of_the_page():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(other, thread)
        return len(captured)

    page(other, thread)
    few = asked_of_the_page()
    crowd(poll, programme, 6, 2)
    assert asked_of_the_page() == few
