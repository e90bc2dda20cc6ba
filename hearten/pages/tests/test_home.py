"""What each person finds on their first page, and what nobody finds there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.matching import actions as matching_actions
from hearten.notifications import actions as notifications
from hearten.notifications.queries import NewsKind
from hearten.notifications.tests.wanting import told_by_mail, waiting
from hearten.pages.tests import scenes
from hearten.pages.tests.scenes import make_account, make_programme, matching
from hearten.profiles import actions as profiles
from hearten.profiles.rules import ProfileAnswers

pytestmark = pytest.mark.django_db
HOME = "/"


def links(html: str) -> set[str]:
    """Where the page's main part leads."""
    return set(re.findall(r'href="([^"]+)"', html.split("<main", 1)[1].split("</main>", 1)[0]))


def page(account) -> str:
    response = client_of(account).get(HOME)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_reads_what_this_is_and_where_to_begin():
    make_programme("The Harbour", welcomes={"en": "Come in, the lamp is on."})
    html = Client().get(HOME).content.decode()
    assert links(html) == {
        reverse("accounts:join"),
        reverse("accounts:sign_in"),
        reverse("crisis:help"),
    }
    assert "Come in, the lamp is on." in html
    assert "<title>Home</title>" in html


def test_a_visitor_of_a_closed_programme_can_still_sign_in():
    programme = make_programme()
    programme.open_to_join = False
    programme.save()
    html = Client().get(HOME).content.decode()
    assert links(html) == {reverse("accounts:sign_in"), reverse("crisis:help")}


def test_landing_names_no_programme_when_there_are_several():
    for text in ("Welcome one.", "Welcome two."):
        make_programme(welcomes={"en": text})
    html = Client().get(HOME).content.decode()
    assert "Welcome one." not in html
    assert "Welcome two." not in html
    assert 'class="brand"' in html
    assert "Hearten</a>" in html


def test_landing_shows_nothing_of_anybody():
    talk = scenes.talk(make_programme())
    html = Client().get(HOME).content.decode()
    for secret in (scenes.ASKED_WORDS, scenes.MESSAGE, talk.member.pseudonym):
        assert secret not in html


def test_a_new_member_is_invited_to_ask_and_to_say_more():
    html = page(make_account())
    assert links(html) == {
        reverse("matching:ask"),
        reverse("profiles:about"),
        reverse("crisis:help"),
    }


def test_who_has_a_profile_is_not_asked_for_one():
    programme = make_programme()
    member = make_account(programme=programme)
    profiles.save_profile(
        account=member, programme=programme, answers=ProfileAnswers(wishes="slowly"), by=member
    )
    assert links(page(member)) == {reverse("matching:ask"), reverse("crisis:help")}


def test_who_waits_is_shown_the_way_to_their_place():
    programme = make_programme()
    member = make_account(programme=programme)
    matching.ask(member, programme, words=scenes.ASKED_WORDS)
    html = page(member)
    assert reverse("matching:waiting") in links(html)
    assert reverse("matching:ask") not in links(html)
    assert "In line" in html
    assert scenes.ASKED_WORDS not in html


def test_who_is_being_asked_is_not_named_before_they_said_yes():
    programme = make_programme()
    supporter = matching.supporter_of(programme)
    member = make_account(programme=programme)
    matching.propose(member, programme)
    html = page(member)
    assert "Somebody is being asked" in html
    assert supporter.pseudonym not in html


def test_a_yes_to_answer_comes_first():
    programme = make_programme()
    supporter = matching.supporter_of(programme)
    member = make_account(programme=programme)
    proposal = matching.propose(member, programme)
    matching.answer(proposal, supporter)
    html = page(member)
    assert reverse("matching:proposal", args=[proposal.pk]) in links(html)
    assert reverse("matching:waiting") not in links(html)
    assert supporter.pseudonym in html


def test_both_sides_find_their_conversation_with_what_is_new():
    talk = scenes.talk(make_programme())
    for reader, other in ((talk.member, talk.supporter), (talk.supporter, talk.member)):
        html = page(reader)
        assert reverse("conversations:show", args=[talk.conversation_id]) in links(html)
        assert other.pseudonym in html
        assert scenes.MESSAGE not in html
        # the notice of the opening and the other's message
        assert html.count('<span class="count">2<') == 2  # in the navigation and on the card


def test_after_an_ending_the_next_steps_are_there():
    talk = scenes.talk(make_programme())
    talk.end(talk.supporter)
    matching_actions.hand_over(
        pairing_id=talk.pairing.pk, words="begin with the bread", by=talk.supporter
    )
    html = page(talk.member)
    expected = {
        reverse("conversations:show", args=[talk.conversation_id]),
        reverse("matching:handover", args=[talk.pairing.pk]),
        reverse("matching:feedback", args=[talk.pairing.pk]),
        reverse("matching:ask"),
        reverse("profiles:about"),
        reverse("crisis:help"),
    }
    assert links(html) == expected
    assert "bread" not in html
    assert scenes.CLOSING not in html


def test_feedback_given_is_not_asked_for_again():
    talk = scenes.talk(make_programme())
    talk.end(talk.member)
    matching_actions.give_feedback(pairing_id=talk.pairing.pk, felt_heard=5, by=talk.member)
    assert reverse("matching:feedback", args=[talk.pairing.pk]) not in links(page(talk.member))


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.SUPPORTER, {"matching:inbox", "boundaries:mine"}),
        (Role.SUPERVISOR, {"accounts:agreements", "boundaries:supporters"}),
        (Role.MODERATOR, {"safety:cases"}),
        (Role.MANAGER, {"pages:programme"}),
        (Role.MEMBER, {"matching:ask", "profiles:about"}),
    ],
)
def test_each_role_finds_its_own_ways_and_no_others(role, expected):
    person = scenes.somebody(make_programme(), role)
    assert links(page(person)) == {reverse(name) for name in (*expected, "crisis:help")}


def test_a_supporter_sees_how_many_wait_for_an_answer_and_no_word_of_it():
    programme = make_programme()
    supporter = matching.supporter_of(programme)
    member = make_account(programme=programme)
    matching.propose(member, programme, words=scenes.ASKED_WORDS)
    html = page(supporter)
    assert "1 person may fit you" in html
    assert scenes.ASKED_WORDS not in html
    assert member.pseudonym not in html


def test_a_supporter_on_a_break_is_told_so():
    programme = make_programme()
    supporter = matching.supporter_of(programme)
    matching_actions.save_supporter_settings(
        supporter=supporter, programme=programme, paused=True, by=supporter
    )
    assert "Taking a break" in page(supporter)


def test_home_asks_the_same_number_of_questions_however_much_there_is():
    programme = make_programme()
    member = make_account(programme=programme)
    talks = [scenes.talk(programme, member) for _ in range(2)]
    talks[0].end(member)
    client = client_of(member)
    client.get(HOME)
    few = queries_of(client)
    for weeks in range(18, 0, -1):  # nobody asks so often in a day
        with clock.frozen(clock.now() - timedelta(weeks=weeks)):
            talks.append(scenes.talk(programme, member))
    for talk in talks[1:10]:
        talk.end(talk.member)
    assert queries_of(client) == few


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(HOME).status_code == 200
    return len(captured)


def test_whoever_looks_at_home_has_seen_what_stands_there():
    programme = make_programme()
    member = make_account("Wren", programme=programme)
    with told_by_mail(member):
        for kind in NewsKind:
            notifications.note(
                people=[member.pk], kind=kind, place=f"{kind}:1", by=SystemActor("test")
            )
        client_of(member).get(HOME)
        assert waiting() == [("Wren", "community:1"), ("Wren", "meeting:1")]
