"""The room of a group: kept by the group's domain, read from when one came, heard of as nudges."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hearten.accounts.tests.factories import client_of
from hearten.conversations import actions, queries
from hearten.conversations.models import Conversation, Message
from hearten.conversations.tests.factories import RULE, block, person
from hearten.conversations.topics import CARE, CIRCLE, CONVERSATION
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.live import Listener
from hearten.notifications.tests.wanting import told_by_mail, waiting

pytestmark = pytest.mark.django_db
HEAVY = "I want to kill myself tonight. I have the pills here."


@pytest.fixture
def people():
    one = person()
    where = one.memberships.get().programme
    return [one, person(where), person(where)]


@pytest.fixture
def circle(people):
    opened = actions.open_circle(programme=people[0].memberships.get().programme, by=RULE)
    for one in people[:2]:
        enter(opened, one)
    return opened


def enter(circle, who):
    actions.enter_circle(conversation_id=circle.pk, account_id=who.pk, by=RULE)


def leave(circle, who):
    actions.leave_circle(conversation_id=circle.pk, account_id=who.pk, by=RULE)


def say(circle, who, text):
    return actions.send_message(conversation_id=circle.pk, client_id=uuid4(), text=text, by=who).seq


def read(circle, who):
    return [line.text for line in queries.circle_lines_before(circle.pk, who, None, 50)]


def test_it_is_read_from_when_one_came(circle, people):
    one, other, third = people
    say(circle, one, "before")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        enter(circle, third)
        say(circle, other, "after")
    assert read(circle, one) == read(circle, other) == ["before", "after"]
    assert read(circle, third) == ["after"]
    assert queries.circle_line(circle.pk, third, 1) is None
    assert [line.seq for line in queries.circle_lines_after(circle.pk, one, 1, 50)] == [2]


def test_who_left_reads_and_writes_nothing_any_more_and_coming_back_begins_anew(circle, people):
    one, other, _third = people
    say(circle, one, "before")
    leave(circle, other)
    assert read(circle, other) == []
    with pytest.raises(NotAllowed):
        say(circle, other, "still here")
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        say(circle, one, "meanwhile")
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        enter(circle, other)
        enter(circle, other)
        say(circle, one, "after")
    assert read(circle, other) == ["after"]


def test_a_block_hides_the_words_of_two_from_each_other(circle, people):
    one, other, third = people
    enter(circle, third)
    for who in people:
        say(circle, who, who.pseudonym)
    block(one, other)
    names = [who.pseudonym for who in people]
    assert read(circle, one) == [names[0], names[2]]
    assert read(circle, other) == [names[1], names[2]]
    assert read(circle, third) == names
    assert queries.unread_in_circles(other, [circle.pk]) == {circle.pk: 1}


def test_new_is_what_others_said_since_one_looked(circle, people):
    one, other, third = people
    say(circle, one, "first")
    enter(circle, third)
    assert queries.unread_in_circles(third, [circle.pk]) == {}
    assert queries.unread_in_circles(other, [circle.pk]) == {circle.pk: 1}
    actions.mark_read(conversation_id=circle.pk, seq=1, by=other)
    assert queries.unread_in_circles(other, [circle.pk]) == {}
    assert queries.unread_total(one) == queries.unread_total(third) == 0


def test_only_its_domain_keeps_it(circle, people):
    one, _other, third = people
    for keep in (
        lambda: actions.open_circle(programme=circle.programme, by=one),
        lambda: actions.enter_circle(conversation_id=circle.pk, account_id=third.pk, by=third),
        lambda: actions.leave_circle(conversation_id=circle.pk, account_id=one.pk, by=third),
        lambda: actions.end_circle(conversation_id=circle.pk, by=one),
    ):
        with pytest.raises(NotAllowed):
            keep()


def test_its_pages_are_nudged_and_nobody_hears_whose_words_they_are(circle, people):
    one, _other, third = people
    key = str(circle.pk)
    for who, hears in ((one, True), (third, False)):
        listener = Listener(account_id=who.pk, session_id=uuid4())
        assert CIRCLE.may_listen(listener, key) is hears
        for kind in (CONVERSATION, CARE):
            assert not kind.may_listen(listener, key)
            assert not kind.may_catch_up(listener, key)
    say(circle, one, "words")
    assert CIRCLE.events_after(key, 0, 50) == []


@pytest.mark.parametrize("name", ["show", "events", "search_in"])
def test_the_pages_of_talks_do_not_show_it(circle, people, name):
    from django.urls import reverse

    address = reverse(f"conversations:{name}", args=[circle.pk])
    assert client_of(people[0]).get(address).status_code == 404


def test_it_is_in_no_search_list_or_export_of_talks(circle, people):
    one, other, _third = people
    say(circle, other, "zqcircle")
    assert queries.search(one, ("zqcircle",)).hits == []
    assert queries.conversations_of(one) == []
    assert queries.export_of(one)["conversations"] == []
    assert [line.text for line in queries.own_words_in(circle.pk, other.pk)] == ["zqcircle"]
    assert list(queries.own_words_in(circle.pk, one.pk)) == []


def test_it_is_read_for_danger_and_its_pages_are_nudged(circle, people, monkeypatch):
    told = []
    monkeypatch.setattr(
        "hearten.foundation.live.publish_on_commit", lambda topic, seq: told.append((topic, seq))
    )
    say(circle, people[0], HEAVY)
    assert queries.unread_for_danger() == [circle.pk]
    assert actions.read_for_danger(conversation_id=circle.pk, by=RULE) == 1
    assert told == [(f"circle:{circle.pk}", 0)]


def test_it_ends_with_a_notice_or_with_the_words_of_its_host(circle, people):
    one, other, _third = people
    for _twice in range(2):
        actions.end_circle(
            conversation_id=circle.pk, closing_words="It was good.", host_id=one.pk, by=RULE
        )
    lines = queries.circle_lines_before(circle.pk, other, None, 50)
    assert [(line.text, line.closing, line.author_id) for line in lines] == [
        ("It was good.", True, one.pk)
    ]
    with pytest.raises(NotPossible) as refused:
        say(circle, other, "and now?")
    assert refused.value.code == "ended"
    second = actions.open_circle(programme=circle.programme, by=RULE)
    actions.end_circle(conversation_id=second.pk, by=RULE)
    assert Message.objects.get(conversation=second).kind == "notice"
    third = actions.open_circle(programme=circle.programme, by=RULE)
    with pytest.raises(Invalid) as unsaid:
        actions.end_circle(conversation_id=third.pk, host_id=one.pk, by=RULE)
    assert list(unsaid.value.fields) == ["words"]


def test_it_has_no_pairing(circle):
    with pytest.raises(IntegrityError, match="pair_has_pairing"), transaction.atomic():
        Conversation.objects.filter(pk=circle.pk).update(kind="pair")
        connection.check_constraints()


def test_people_of_a_group_are_told_of_words_they_may_read(circle, people):
    one, two, three = people
    enter(circle, three)
    block(one, three)
    with told_by_mail(*people):
        say(circle, one, "hello")
        actions.read_for_danger(conversation_id=circle.pk, by=RULE)
        assert waiting() == [(two.pseudonym, f"conversation:{circle.pk}")]
        actions.mark_read(conversation_id=circle.pk, seq=1, by=two)
        assert waiting() == []
