"""The way through the pages, and bad input."""

from typing import Any

import pytest
from django.urls import reverse

from hearten.accounts.actions import block
from hearten.accounts.models import Account
from hearten.accounts.tests.factories import client_of
from hearten.matching import actions, queries
from hearten.matching.models import (
    Feedback,
    MatchingSettings,
    Pairing,
    Proposal,
    RequestState,
    Stage,
    SupportRequest,
)
from hearten.matching.tests.factories import (
    ask,
    make_programme,
    manager_of,
    member_of,
    propose,
    supporter_of,
    sweep,
)
from hearten.matching.tests.scenes import ended

pytestmark = pytest.mark.django_db
WORDS = "Nights are the hardest"


def page(person: Account, name: str, *args: Any) -> str:
    return client_of(person).get(reverse(f"matching:{name}", args=args)).content.decode()


def test_from_asking_to_the_conversation() -> None:
    programme = make_programme()
    member, supporter = member_of(programme, "Brisk Lantern"), supporter_of(programme, "Calm Owl")
    me, they = client_of(member), client_of(supporter)
    asked = me.post(reverse("matching:ask"), {"kind": "weeks", "words": WORDS}, follow=True)
    assert asked.redirect_chain == [(reverse("matching:waiting"), 302)]
    [proposal] = sweep(programme)
    url = reverse("matching:proposal", args=[proposal.pk])

    inbox = they.get(reverse("matching:inbox")).content.decode()
    assert (WORDS in inbox, "Brisk Lantern" in inbox, url in inbox) == (True, True, True)
    assert me.get(url).status_code == 404  # nobody learns who is asked before they say yes
    assert "Calm Owl" not in me.get(reverse("matching:waiting")).content.decode()

    said = they.post(url, {"answer": "yes"}, follow=True)
    assert said.redirect_chain == [(reverse("matching:inbox"), 302)]
    waiting = me.get(reverse("matching:waiting")).content.decode()
    assert ("Calm Owl" in waiting, url in waiting) == (True, True)

    both = me.post(url, {"answer": "yes"})
    pairing = Pairing.objects.get()
    assert both["Location"] == reverse("matching:talk", args=[pairing.pk])
    conversation = queries.pairing_visible_to(member, pairing.pk)
    assert conversation is not None
    assert me.get(both["Location"])["Location"] == reverse(
        "conversations:show", args=[pairing.conversation.pk]
    )
    assert "Calm Owl" in me.get(reverse("matching:waiting")).content.decode()


@pytest.mark.parametrize(
    ("data", "field", "message"),
    [
        ({"words": WORDS}, "kind", "Choose one of the two."),
        ({"kind": "soon", "words": WORDS}, "kind", "Please choose one of the answers"),
        ({"kind": "now", "words": WORDS + "x" * 1000}, "words", "too long"),
        ({"kind": "now", "words": WORDS + "\x00"}, "words", "not text"),
        ({"kind": "now", "words": WORDS + "\u202e"}, "words", "reading direction"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed_and_says_it_beside_the_field(
    data: dict[str, str], field: str, message: str
) -> None:
    programme = make_programme()
    response = client_of(member_of(programme)).post(reverse("matching:ask"), data)
    shown = response.content.decode()
    assert response.status_code == 422
    assert WORDS in shown
    error = shown.split(f'id="id_{field}_error"')[1].split("</")[0:3]
    assert message in " ".join(error)
    assert not SupportRequest.objects.exists()


def test_asking_while_waiting_leads_to_the_waiting_page() -> None:
    programme = make_programme()
    member = member_of(programme)
    ask(member, programme, words=WORDS)
    client = client_of(member)
    for response in (
        client.get(reverse("matching:ask")),
        client.post(reverse("matching:ask"), {"kind": "now", "words": "other"}),
    ):
        assert response["Location"] == reverse("matching:waiting")
    assert SupportRequest.objects.count() == 1


def test_cancelling_asks_once_first() -> None:
    programme = make_programme()
    member = member_of(programme)
    request = ask(member, programme)
    client = client_of(member)
    assert client.get(reverse("matching:cancel")).status_code == 200
    request.refresh_from_db()
    assert request.state == RequestState.WAITING
    client.post(reverse("matching:cancel"))
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED
    assert client.post(reverse("matching:cancel")).status_code == 302


def test_the_waiting_page_swaps_only_what_is_new() -> None:
    programme = make_programme()
    member = member_of(programme)
    ask(member, programme)
    client = client_of(member)
    url = reverse("matching:waiting")
    whole = client.get(url)
    seen = whole.context["digest"]
    again = client.get(url, {"seen": seen}, headers={"HX-Request": "true"})
    assert (again.status_code, again.content) == (204, b"")
    supporter_of(programme)
    sweep(programme)
    news = client.get(url, {"seen": seen}, headers={"HX-Request": "true"})
    assert news.status_code == 200
    assert f"seen={seen}" not in news.content.decode()
    assert news.content.decode().lstrip().startswith('<div id="fresh"')
    assert "<html" not in news.content.decode()
    assert "asking somebody" in news.content.decode()


def test_a_new_question_comes_into_the_open_inbox() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    client = client_of(supporter)
    url = reverse("matching:inbox")
    seen = client.get(url).context["digest"]
    again = client.get(url, {"seen": seen}, headers={"HX-Request": "true"})
    assert again.status_code == 204
    propose(member_of(programme), programme, words=WORDS)
    news = client.get(url, {"seen": seen}, headers={"HX-Request": "true"}).content.decode()
    assert ("1 person waits for your answer." in news, WORDS in news) == (True, True)
    assert "Your room" not in news


def test_choosing_from_three() -> None:
    programme = make_programme()
    member = member_of(programme)
    people = [supporter_of(programme, f"Calm Owl {number}") for number in range(4)]
    request = ask(member, programme)
    client = client_of(member)
    shown = client.get(reverse("matching:choose")).context["suggestions"]
    assert len(shown) == 3
    [left_out] = {one.id for one in people} - {one.supporter.id for one in shown}
    for supporter in (left_out, "rubbish", ""):
        response = client.post(reverse("matching:choose"), {"supporter": str(supporter)})
        assert response["Location"] == reverse("matching:choose")
    assert not Proposal.objects.exists()
    client.post(reverse("matching:choose"), {"supporter": str(shown[1].supporter.id)})
    proposal = Proposal.objects.get(request=request)
    assert (proposal.supporter, proposal.chosen_by_member) == (shown[1].supporter, True)
    assert shown[1].supporter.pseudonym in page(member, "waiting")
    assert "asked for you already" in page(member, "choose")


def test_an_answer_that_came_too_late_is_said_kindly() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    proposal = propose(member_of(programme), programme, words=WORDS)
    actions.cancel(request=proposal.request, by=proposal.request.member)
    url = reverse("matching:proposal", args=[proposal.pk])
    shown = client_of(supporter).post(url, {"answer": "yes"}, follow=True).content.decode()
    assert "nothing you need to do" in shown
    assert WORDS not in shown


def test_a_yes_to_a_supporter_who_took_theirs_back_is_answered_kindly() -> None:
    programme = make_programme()
    supporter, member = supporter_of(programme), member_of(programme)
    proposal = propose(member, programme)
    actions.answer_proposal(proposal=proposal, yes=True, by=supporter)
    url = reverse("matching:proposal", args=[proposal.pk])
    assert client_of(member).get(url).status_code == 200
    actions.answer_proposal(proposal=proposal, yes=False, by=supporter)
    answered = client_of(member).post(url, {"answer": "yes"}, follow=True)
    assert answered.redirect_chain == [(reverse("matching:waiting"), 302)]
    assert "You keep your place, and we look further." in answered.text
    assert supporter.pseudonym not in answered.text
    assert client_of(member_of(programme)).post(url, {"answer": "yes"}).status_code == 404


def test_an_answer_that_is_neither_yes_nor_no_changes_nothing() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    proposal = propose(member_of(programme), programme)
    url = reverse("matching:proposal", args=[proposal.pk])
    for rubbish in ({}, {"answer": "maybe"}):
        assert client_of(supporter).post(url, rubbish)["Location"] == url
    proposal.refresh_from_db()
    assert proposal.stage == Stage.ASKED_SUPPORTER


def test_a_supporter_declines_and_the_member_never_hears_of_them() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme, "Calm Owl")
    proposal = propose(member, programme)
    url = reverse("matching:proposal", args=[proposal.pk])
    client_of(supporter).post(url, {"answer": "no"})
    assert client_of(member).get(url).status_code == 404
    assert "Calm Owl" not in page(member, "waiting")


def test_pausing_and_coming_back() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    client = client_of(supporter)
    for wanted, paused in (("yes", True), ("no", False)):
        client.post(reverse("matching:pause"), {"paused": wanted})
        stored = queries.supporter_settings_of(programme, supporter)
        assert (stored.paused_since is not None) is paused


def test_room_and_boundaries_are_saved_and_shown() -> None:
    programme = make_programme()
    supporter = supporter_of(programme)
    client = client_of(supporter)
    url = reverse("matching:supporter_settings")
    data = {"capacity": "5", "boundaries": ["no_money"], "words": "Not on Sundays"}
    assert client.post(url, data)["Location"] == reverse("matching:inbox")
    stored = queries.supporter_settings_of(programme, supporter)
    assert (stored.capacity, stored.boundaries, stored.boundaries_words) == (
        5,
        ["no_money"],
        "Not on Sundays",
    )
    inbox = client.get(reverse("matching:inbox")).content.decode()
    assert ("Not on Sundays" in inbox, "gifts" in inbox, "5 of 5" in inbox) == (True, True, True)
    wrong = client.post(url, data | {"capacity": "31", "boundaries": ["flying"]})
    assert wrong.status_code == 422
    assert sorted(wrong.context["form"].errors) == ["boundaries", "capacity"]
    assert "Not on Sundays" in wrong.content.decode()


def test_feedback_is_given_and_can_be_changed() -> None:
    pairing = ended()
    client = client_of(pairing.member)
    url = reverse("matching:feedback", args=[pairing.pk])
    assert client.post(url, {"felt_heard": "5"}).status_code == 302
    client.post(url, {"found_useful": "2", "words": "Kind and clear"})
    [given] = Feedback.objects.all()
    assert (given.felt_heard, given.found_useful, given.by) == (None, 2, pairing.member)
    assert "Kind and clear" in page(pairing.member, "feedback", pairing.pk)
    wrong = client.post(url, {"felt_heard": "9", "words": "Typed already"})
    assert wrong.status_code == 422
    assert "Typed already" in wrong.content.decode()


def test_feedback_without_an_answer_is_not_thanked_for() -> None:
    pairing = ended()
    client = client_of(pairing.member)
    url = reverse("matching:feedback", args=[pairing.pk])
    for sent, words in (
        ({"words": " "}, "All right. You can still answer later."),
        ({"felt_heard": "1"}, "Thank you. That helps others too."),
    ):
        assert [str(one) for one in client.post(url, sent, follow=True).context["messages"]] == [
            words
        ]


def test_a_supporter_is_asked_for_words_and_gives_no_marks() -> None:
    pairing = ended()
    client = client_of(pairing.supporter)
    url = reverse("matching:feedback", args=[pairing.pk])
    assert list(client.get(url).context["form"].fields) == ["words"]
    client.post(url, {"felt_heard": "1", "words": "Sad to say goodbye"})
    [given] = Feedback.objects.all()
    assert (given.felt_heard, given.by) == (None, pairing.supporter)


def test_words_reach_managers_without_a_name_and_never_the_other_person() -> None:
    pairing = ended()
    manager = manager_of(pairing.programme)
    actions.give_feedback(pairing_id=pairing.pk, words="You saved my week", by=pairing.member)
    waits = page(manager, "waits")
    assert "You saved my week" in waits
    assert pairing.member.pseudonym not in waits
    assert "You saved my week" not in page(pairing.supporter, "inbox")


def test_a_handover_is_written_read_and_answered() -> None:
    pairing = ended()
    colleague = supporter_of(pairing.programme, "Calm Owl")
    writer, reader = client_of(pairing.supporter), client_of(pairing.member)
    write = reverse("matching:hand_over", args=[pairing.pk])
    read = reverse("matching:handover", args=[pairing.pk])
    assert reader.get(read).status_code == 404
    data = {"handover": "Walks help more than talk", "handover_to": str(colleague.id)}
    assert writer.post(write, data)["Location"] == reverse("matching:inbox")
    shown = reader.get(read).content.decode()
    assert ("Walks help more than talk" in shown, "Calm Owl" in shown) == (True, True)
    assert reader.post(read, {"answer": "hm"})["Location"] == read
    assert reader.post(read, {"answer": "yes"})["Location"] == reverse("matching:waiting")
    proposal = Proposal.objects.get(stage=Stage.ASKED_SUPPORTER)
    assert proposal.supporter == colleague
    assert "Walks help more than talk" in page(colleague, "proposal", proposal.pk)
    assert writer.get(write).status_code == 404


def test_a_handover_the_member_does_not_want_is_deleted() -> None:
    pairing = ended(handover="Walks help more than talk")
    url = reverse("matching:handover", args=[pairing.pk])
    client = client_of(pairing.member)
    client.post(url, {"answer": "no"})
    pairing.refresh_from_db()
    assert pairing.sealed_handover is None
    assert client.get(url).status_code == 404


def test_a_wrong_handover_says_so_beside_the_field() -> None:
    pairing = ended()
    blocked = supporter_of(pairing.programme)
    block(of=blocked, by=pairing.member)
    client = client_of(pairing.supporter)
    url = reverse("matching:hand_over", args=[pairing.pk])
    for data, field in (
        ({"handover": ""}, "handover"),
        ({"handover": "Typed", "handover_to": str(pairing.member_id)}, "handover_to"),
        ({"handover": "Typed", "handover_to": str(blocked.id)}, "handover_to"),
    ):
        wrong = client.post(url, data)
        assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, [field])
        assert data["handover"] in wrong.content.decode()


def test_asking_again_from_the_page() -> None:
    pairing = ended()
    client = client_of(pairing.member)
    url = reverse("matching:ask_again", args=[pairing.pk])
    for _ in range(2):
        assert client.post(url)["Location"] == reverse("matching:waiting")
    assert SupportRequest.objects.filter(follows=pairing).count() == 1


def test_a_manager_sets_the_times() -> None:
    programme = make_programme()
    client = client_of(manager_of(programme))
    data = {
        "supporter_minutes_now": "7",
        "member_minutes_now": "20",
        "supporter_minutes_weeks": "600",
        "member_minutes_weeks": "900",
        "choose_minutes_now": "4",
        "choose_minutes_weeks": "300",
        "open_proposals_most": "2",
    }
    url = reverse("matching:settings")
    assert client.post(url, data)["Location"] == reverse("matching:waits")
    stored = MatchingSettings.objects.get(programme=programme)
    assert {name: str(getattr(stored, name)) for name in data} == data
    assert "At the moment: 15 hours." in client.get(url).text
    wrong = client.post(url, data | {"member_minutes_now": "0"})
    assert "Please give a whole number from 1 to" in wrong.text
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["member_minutes_now"])
