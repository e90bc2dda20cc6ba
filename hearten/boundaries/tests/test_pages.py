"""The pages: who gets which, what they say and do not say, and what a press does."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.boundaries import actions, queries
from hearten.boundaries.models import Answer, Concern, Rest, SupervisionNote
from hearten.boundaries.rules import Kind, Side
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import Pairing, Talk
from hearten.boundaries.words import DO_NOT_HAVE_TO, NAMES, OWN, THEIRS
from hearten.foundation import clock
from hearten.matching import ports
from hearten.profiles.rules import FREE_PARTS

pytestmark = pytest.mark.django_db
MINE, REST = reverse("boundaries:mine"), reverse("boundaries:rest")
LIST, SETTINGS = reverse("boundaries:supporters"), reverse("boundaries:settings")
HOME = reverse("pages:home")


def text_of(response: Any) -> str:
    """What a reader sees: no tags, one blank between words."""
    body = re.sub(r"<(template|head).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.fixture
def talk(pairing: Pairing) -> Talk:
    return Talk(pairing)


@pytest.fixture
def supervisor(pairing: Pairing) -> Account:
    return make.supervisor_of(pairing.programme)


def talk_url(pairing: Pairing) -> str:
    address = ports.talk_address(pairing.pk)
    assert address is not None
    return address


def now(talk: Talk, text: str, *, member: bool = False) -> Concern:
    """Something written just now."""
    write = talk.member if member else talk.supporter
    write(text, at=clock.now())
    return Concern.objects.latest("opened_at")


def press(concern: Concern, by: Account, answer: str, **more: str) -> Any:
    url = reverse("boundaries:answer", args=[concern.pk])
    return client_of(by).post(url, {"answer": answer, **more}, follow=True)


def test_every_kind_has_its_words() -> None:
    unseen = {Kind.TWO_ROLES_UNSEEN}
    assert (set(OWN), set(NAMES)) == (set(Kind) - unseen, set(Kind))
    assert set(THEIRS) == {Kind.STORM, Kind.MONEY, Kind.ELSEWHERE, Kind.CLOSE}
    assert list(DO_NOT_HAVE_TO) == [Kind.CLOSE, Kind.MONEY, Kind.ELSEWHERE]


def test_the_words_to_use_cross_no_boundary_themselves() -> None:
    from hearten.boundaries.rules.phrases import kinds_said

    said = [str(one.say) for one in THEIRS.values()]
    assert [words for words in said if kinds_said(words)] == []


def test_the_supporters_card_is_in_the_talk_and_on_home_and_for_nobody_else(talk: Talk) -> None:
    pairing = talk.pairing
    now(talk, make.ELSEWHERE)
    title = str(OWN[Kind.ELSEWHERE].title)
    for url in (talk_url(pairing), HOME, MINE):
        assert title in text_of(client_of(pairing.supporter).get(url))
    for url in (talk_url(pairing), HOME):
        assert title not in text_of(client_of(pairing.member).get(url))


def test_where_nobody_supervises_nobody_is_promised(talk: Talk) -> None:
    supporter, where = talk.pairing.supporter, talk.pairing.programme
    accounts.give_role(account=supporter, programme=where, role=Role.SUPERVISOR, by=make.READER)
    answer = press(now(talk, make.ELSEWHERE), supporter, "help")
    assert "There is no supervisor in this programme at the moment." in text_of(answer)
    assert Concern.objects.get().why == "asked"


def test_a_press_in_the_talk_comes_back_to_the_talk(talk: Talk, supervisor: Account) -> None:
    pairing = talk.pairing
    concern = now(talk, make.ELSEWHERE)
    answer = press(concern, pairing.supporter, "help", pairing=str(pairing.pk))
    assert answer.redirect_chain == [(talk_url(pairing), 302)]
    assert "A supervisor will talk with you." in text_of(answer)
    concern.refresh_from_db()
    assert (concern.answer, concern.why) == (Answer.HELP, "asked")
    assert str(OWN[Kind.ELSEWHERE].title) not in text_of(answer)


@pytest.mark.parametrize("where", ["", "nonsense", "7de4d408-dac6-4852-b526-53180e6322ae"])
def test_a_press_elsewhere_comes_to_the_list(talk: Talk, where: str) -> None:
    concern = now(talk, make.ELSEWHERE)
    answer = press(concern, talk.pairing.supporter, "fine", pairing=where)
    assert answer.redirect_chain == [(MINE, 302)]
    assert "Nothing to look at" in text_of(answer)


def test_something_else_is_no_answer(talk: Talk) -> None:
    concern = now(talk, make.ELSEWHERE)
    assert "Please choose one of the answers." in text_of(
        press(concern, talk.pairing.supporter, "never")
    )
    concern.refresh_from_db()
    assert concern.answer == ""


def test_a_card_of_somebody_else_is_not_there(talk: Talk, supervisor: Account) -> None:
    concern = now(talk, make.MONEY)
    for other in (talk.pairing.member, supervisor, make.paired().supporter):
        assert press(concern, other, "fine").status_code == 404


def test_a_card_says_what_supervisors_see(talk: Talk) -> None:
    now(talk, make.ELSEWHERE)
    seen = text_of(client_of(talk.pairing.supporter).get(MINE))
    assert "Nobody else sees it, unless you ask to talk or it goes on for days." in seen
    now(talk, make.MONEY)
    seen = text_of(client_of(talk.pairing.supporter).get(MINE))
    assert "Of this kind supervisors always see that it happened" in seen
    assert "case" not in seen.lower()


def test_a_supporter_gets_words_for_what_a_member_does(talk: Talk) -> None:
    now(talk, make.MONEY, member=True)
    seen = text_of(client_of(talk.pairing.supporter).get(talk_url(talk.pairing)))
    assert str(THEIRS[Kind.MONEY].say) in seen
    assert "I have changed something" not in seen


def test_the_member_reads_that_they_do_not_have_to_with_the_report_one_press_away(
    talk: Talk,
) -> None:
    pairing = talk.pairing
    talk.supporter("Hello.", at=clock.now())
    now(talk, make.ELSEWHERE)
    client = client_of(pairing.member)
    page = client.get(talk_url(pairing))
    assert str(DO_NOT_HAVE_TO[Kind.ELSEWHERE]) in text_of(page)
    report = f"{talk_url(pairing)}report/2/"
    assert f'href="{report}"' in page.content.decode()
    assert "You do not have to" not in text_of(client_of(pairing.supporter).get(talk_url(pairing)))
    away = client.post(reverse("boundaries:put_away", args=[pairing.pk]), follow=True)
    assert away.redirect_chain == [(talk_url(pairing), 302)]
    assert "You do not have to" not in text_of(away)


def test_putting_away_what_is_not_ones_own_leads_home(talk: Talk, supervisor: Account) -> None:
    now(talk, make.ELSEWHERE)
    url = reverse("boundaries:put_away", args=[talk.pairing.pk])
    assert client_of(supervisor).post(url)["Location"] == HOME
    assert queries.member_card(talk.pairing.member, talk.pairing.pk) is not None


def test_the_script_gets_the_cards_with_the_care(talk: Talk) -> None:
    now(talk, make.ELSEWHERE)
    url = f"{talk_url(talk.pairing)}care/"
    assert str(OWN[Kind.ELSEWHERE].title) in text_of(client_of(talk.pairing.supporter).get(url))
    assert "You do not have to" in text_of(client_of(talk.pairing.member).get(url))


# Supervisors


def test_the_list_shows_kinds_and_counts_and_no_member(talk: Talk, supervisor: Account) -> None:
    pairing = talk.pairing
    now(talk, make.MONEY)
    client = client_of(supervisor)
    assert "Supporters to talk with" in text_of(client.get(HOME))
    seen = text_of(client.get(LIST))
    assert f"{pairing.supporter.pseudonym} " in seen
    assert "Money or gifts in what the supporter did" in seen
    assert pairing.member.pseudonym not in seen
    concern = Concern.objects.get()
    page = client.get(reverse("boundaries:concern", args=[concern.pk]))
    assert pairing.member.pseudonym not in text_of(page)
    assert "Do not mention the case." in text_of(page)


def test_a_note_and_then_it_is_settled(talk: Talk, supervisor: Account) -> None:
    concern = now(talk, make.MONEY)
    url = reverse("boundaries:concern", args=[concern.pk])
    client = client_of(supervisor)
    given = {"note_id": str(uuid4()), "text": "We found kind words for a no."}
    assert [client.post(url, given).status_code for _n in range(2)] == [302, 302]
    assert "We found kind words for a no." in text_of(client.get(url))
    assert SupervisionNote.objects.count() == 1
    done = client.post(reverse("boundaries:close", args=[concern.pk]), follow=True)
    assert done.redirect_chain == [(LIST, 302)]
    assert "Nobody to talk with at the moment" in text_of(done)
    assert "It is settled: close it" not in text_of(client.get(url))


def test_an_empty_note_is_asked_for_again(talk: Talk, supervisor: Account) -> None:
    url = reverse("boundaries:concern", args=[now(talk, make.MONEY).pk])
    answer = client_of(supervisor).post(url, {"note_id": str(uuid4()), "text": " "})
    assert answer.status_code == 422
    assert SupervisionNote.objects.count() == 0


def test_the_unseen_tie_is_explained_without_saying_which(talk: Talk, supervisor: Account) -> None:
    held = Concern.objects.create(
        programme=talk.pairing.programme,
        supporter=talk.pairing.supporter,
        pairing=talk.pairing,
        side=Side.SUPPORTER,
        kind=Kind.TWO_ROLES_UNSEEN,
        opened_day=clock.now().date(),
        last_at=clock.now(),
        with_supervisor_at=clock.now(),
        why="unseen",
    )
    seen = text_of(client_of(supervisor).get(reverse("boundaries:concern", args=[held.pk])))
    assert "Do not say why." in seen
    for url in (MINE, HOME, talk_url(talk.pairing)):
        assert "another way" not in text_of(client_of(talk.pairing.supporter).get(url))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_only_supervisors_have_these_pages(talk: Talk, role: Role) -> None:
    concern = now(talk, make.MONEY)
    client = client_of(make_account(programme=talk.pairing.programme, roles=[role]))
    addresses = [
        LIST,
        reverse("boundaries:concern", args=[concern.pk]),
    ]
    assert [client.get(url).status_code for url in addresses] == [404, 404]
    assert client.post(reverse("boundaries:close", args=[concern.pk])).status_code == 404
    concern.refresh_from_db()
    assert concern.closed_at is None


def test_a_supervisor_elsewhere_or_before_it_is_with_them_finds_nothing(talk: Talk) -> None:
    mine = now(talk, make.ELSEWHERE)
    own, other = (
        make.supervisor_of(talk.pairing.programme),
        make.supervisor_of(make.paired().programme),
    )
    for person in (own, other):
        url = reverse("boundaries:concern", args=[mine.pk])
        assert client_of(person).get(url).status_code == 404


# Rest


def rest(pairing: Pairing, *, capped: bool) -> None:
    moment = clock.now()
    monday = moment.date() - timedelta(days=moment.weekday())
    times = {"capped_at": moment, "until": moment + timedelta(hours=24)} if capped else {}
    Rest.objects.create(
        programme=pairing.programme, account=pairing.supporter, week=monday, **times
    )


def test_the_break_page_says_until_when_and_what_goes_on(pairing: Pairing) -> None:
    client = client_of(pairing.supporter)
    assert "Nobody new is suggested to you." not in text_of(client.get(REST))
    rest(pairing, capped=True)
    seen = text_of(client.get(REST))
    assert "You have done enough. Nobody new is sent to you before tomorrow" in seen
    assert "Your conversations stay open." in seen
    assert "You have a break now" in text_of(client.get(HOME))


def test_a_quiet_week_says_nothing_on_home(pairing: Pairing) -> None:
    seen = text_of(client_of(pairing.supporter).get(HOME))
    assert "Look at your week" not in seen


def test_these_are_for_people_who_help(pairing: Pairing, supervisor: Account) -> None:
    for person, status in (
        (pairing.member, 404),
        (supervisor, 404),
        (make_account(programme=pairing.programme, roles=[Role.MODERATOR]), 200),
    ):
        assert [client_of(person).get(url).status_code for url in (MINE, REST)] == [status] * 2
    assert Client().get(MINE).status_code == 302


# Managers


def test_a_manager_sets_the_caps_and_sees_where_they_yielded(pairing: Pairing) -> None:
    client = client_of(make.matching.manager_of(pairing.programme))
    assert f'href="{SETTINGS}"' in client.get(reverse("pages:programme")).content.decode()
    assert "Not in the last 90 days." in text_of(client.get(SETTINGS))
    rest(pairing, capped=True)
    actions.keep_yielded(
        programme_id=pairing.programme.id,
        cause="step:1",
        people=[pairing.supporter_id],
        by=make.READER,
    )
    seen = text_of(client.get(SETTINGS))
    assert "People who rest after crisis work 1" in seen
    assert "1 person" in seen
    assert pairing.supporter.pseudonym not in seen
    given = {"crisis_hours": "8", "break_hours": "48", "days_on": "2"}
    assert client.post(SETTINGS, given)["Location"] == SETTINGS
    stored = queries.settings_of(pairing.programme)
    assert (stored.crisis_hours, stored.break_hours, stored.days_on) == (8, 48, 2)


@pytest.mark.parametrize("field", ["crisis_hours", "break_hours", "days_on"])
def test_wrong_numbers_are_said_beside_their_field(pairing: Pairing, field: str) -> None:
    client = client_of(make.matching.manager_of(pairing.programme))
    given = {"crisis_hours": "8", "break_hours": "48", "days_on": "2", field: "0"}
    answer = client.post(SETTINGS, given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_managers_have_the_settings(pairing: Pairing, role: Role) -> None:
    person = make_account(programme=pairing.programme, roles=[role])
    assert client_of(person).get(SETTINGS).status_code == 404


def test_the_hours_a_supporter_ticks_are_those_of_profiles() -> None:
    assert "wed-morning" in FREE_PARTS
