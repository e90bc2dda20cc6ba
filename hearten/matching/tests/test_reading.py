"""What each reader learns of the other, and what not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation

from hearten.accounts.actions import block
from hearten.accounts.models import Account
from hearten.foundation import clock
from hearten.matching import actions, models, queries
from hearten.matching.models import Proposal
from hearten.matching.tests.factories import (
    answer,
    ask,
    make_account,
    make_programme,
    manager_of,
    member_of,
    propose,
    supporter_of,
)
from hearten.matching.tests.scenes import paired
from hearten.profiles.queries import topics_of
from hearten.profiles.tests.factories import profile, topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_requests_are_their_member_s_own() -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    assert list(queries.requests_visible_to(member)) == [proposal.request]
    for other in (supporter, manager_of(programme), make_account()):
        assert list(queries.requests_visible_to(other)) == []


@pytest.mark.parametrize(
    ("says", "seen"), [(None, False), (False, False), (True, True)], ids=["silent", "no", "yes"]
)
def test_a_member_sees_a_supporter_only_after_their_yes(says: bool | None, seen: bool) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    proposal = propose(member, programme)
    if says is not None:
        answer(proposal, supporter, yes=says)
    assert list(queries.proposals_visible_to(supporter)) == [proposal]
    assert list(queries.proposals_visible_to(member)) == ([proposal] if seen else [])


@pytest.mark.parametrize("member_blocks", [True, False])
def test_a_block_hides_a_proposal_at_once(member_blocks: bool) -> None:
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    answer(propose(member, programme), supporter)
    one, other = (member, supporter) if member_blocks else (supporter, member)
    block(of=other, by=one)
    for person in (member, supporter):
        assert list(queries.proposals_visible_to(person)) == []
    assert queries.inbox_count(supporter, programme) == 0


def test_a_pairing_is_the_two_s() -> None:
    pairing = paired()
    for person in (pairing.member, pairing.supporter):
        assert queries.pairing_visible_to(person, pairing.pk) == pairing
    for other in (supporter_of(pairing.programme), manager_of(pairing.programme), make_account()):
        assert queries.pairing_visible_to(other, pairing.pk) is None


def a_full_proposal() -> Proposal:
    """Both said all one can say, also what may never reach the other side."""
    programme = make_programme()
    member, supporter = member_of(programme), supporter_of(programme)
    shared = topic(programme, "Grief shared")
    secret_m, secret_s = topic(programme, "Panic of the member"), topic(programme, "Voices")
    no_go_m, no_go_s = topic(programme, "Debt unsaid"), topic(programme, "War unsaid")
    profile(
        member,
        programme,
        lived=[shared.id, secret_m.id],
        no_go=[no_go_m.id],
        languages=["es", "de"],
        channels=["chat", "phone"],
        free_parts=["mon-morning", "tue-night"],
        wished_pronouns="she/her",
        pronouns="they/them",
        wishes="Somebody patient",
    )
    profile(
        supporter,
        programme,
        lived=[shared.id, secret_s.id, no_go_m.id],
        no_go=[no_go_s.id],
        languages=["es", "fr"],
        channels=["chat", "in_person"],
        free_parts=["mon-morning", "sat-evening"],
        pronouns="she/her",
        introduction="I keep bees",
    )
    return propose(member, programme, words="It is loud in my head")


def test_each_side_reads_only_what_the_other_shares() -> None:
    proposal = a_full_proposal()
    with translation.override("en"):
        to_supporter = queries.card_of(proposal, proposal.supporter)
        to_member = queries.card_of(proposal, proposal.request.member)
    common = [
        "You both know this from your own lives: Grief shared",
        "You both speak Spanish",
        "You are both free for about 6 hours a week",
        "You both like to talk: in writing",
    ]
    assert list(to_supporter.reasons) == [*common, "You have room for somebody new"]
    assert list(to_member.reasons) == [
        *common,
        "Uses the pronouns you wished for",
        "Has time for somebody new",
    ]
    assert (to_supporter.words, to_supporter.wishes, to_supporter.pronouns) == (
        "It is loud in my head",
        "Somebody patient",
        "they/them",
    )
    assert (to_member.words, to_member.wishes, to_member.handover) == ("I keep bees", "", "")


def test_no_topic_nobody_shares_reaches_the_other_side() -> None:
    """Contains what could leak: what each lives with alone, and both sides' no-go topics."""
    proposal = a_full_proposal()
    for reader in (proposal.supporter, proposal.request.member):
        card = repr(queries.card_of(proposal, reader))
        for secret in ("Panic of the member", "Voices", "Debt unsaid", "War unsaid"):
            assert secret not in card
    no_go = {str(one.id) for one in _topics(proposal, "Debt unsaid", "War unsaid")}
    assert not no_go & {one for reason in proposal.reasons for one in reason["experiences"]}


def _topics(proposal: Proposal, *names: str) -> list[object]:
    return [one for one in topics_of(proposal.request.programme) if one.name in names]


def test_reasons_are_made_in_the_reader_s_language() -> None:
    proposal = a_full_proposal()
    with translation.override("es"):
        spoken = queries.card_of(proposal, proposal.supporter).reasons[1]
    assert "español" in spoken


@pytest.mark.parametrize("how", ["declined", "expired", "withdrawn"])
def test_private_words_are_gone_for_the_supporter_once_it_is_over(how: str) -> None:
    proposal = a_full_proposal()
    moment = clock.now()
    if how == "declined":
        answer(proposal, proposal.supporter, yes=False)
    elif how == "expired":
        moment = proposal.answer_by
    else:
        actions.cancel(request=proposal.request, by=proposal.request.member)
    with clock.frozen(moment):
        found = queries.proposals_visible_to(proposal.supporter).get(pk=proposal.pk)
        card = queries.card_of(found, proposal.supporter)
    assert (card.words, card.wishes, card.open, card.my_turn) == ("", "", False, False)


def test_an_erased_person_s_words_stay_erased() -> None:
    proposal = a_full_proposal()
    Account.objects.filter(pk=proposal.request.member_id).update(wrapped_key=None)
    found = queries.proposals_visible_to(proposal.supporter).get()
    assert queries.card_of(found, proposal.supporter).words == ""


def test_boundaries_reach_the_member_in_words() -> None:
    proposal = a_full_proposal()
    actions.save_supporter_settings(
        supporter=proposal.supporter,
        programme=proposal.request.programme,
        boundaries=["not_for_emergencies", "here_only"],
        words="Sundays are for my family",
        by=proposal.supporter,
    )
    answer(proposal, proposal.supporter)
    found = queries.proposals_visible_to(proposal.request.member).get()
    card = queries.card_of(found, proposal.request.member)
    assert card.boundaries == (
        "We talk only here, not on other apps",
        "I am not an emergency service",
    )
    assert card.boundaries_words == "Sundays are for my family"


def test_no_text_of_anybody_is_readable_in_the_database() -> None:
    """Everything people wrote here, searched for in every column of every table of matching."""
    pairing = paired()  # "I have not slept since Monday"
    actions.end_pairing(
        pairing_id=pairing.pk,
        reason=models.EndReason.TIME,
        handover="Walks help more than talk",
        by=pairing.supporter,
    )
    actions.give_feedback(pairing_id=pairing.pk, words="You saved my week", by=pairing.member)
    tables = [
        table for table in connection.introspection.table_names() if table.startswith("matching_")
    ]
    tables += ["audit_event", "procrastinate_jobs", "procrastinate_events"]
    dump = b""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - our own tables
            dump += "\n".join(row[0] for row in cursor.fetchall()).encode()
    assert str(pairing.pk).encode() in dump
    for words in ("slept since Monday", "Walks help", "saved my week"):
        assert words.encode() not in dump
        assert words.encode().hex().encode() not in dump


def test_suggestions_are_three_and_hold_back_the_same() -> None:
    proposal = a_full_proposal()
    programme, member = proposal.request.programme, proposal.request.member
    actions.cancel(request=proposal.request, by=member)
    for _ in range(4):
        supporter_of(programme)
    request = ask(member, programme)
    found = queries.suggestions_for(request)
    assert len(found) == 3
    assert found[0].supporter == proposal.supporter
    assert (found[0].introduction, found[0].pronouns) == ("I keep bees", "she/her")
    for secret in ("Voices", "Debt unsaid", "War unsaid"):
        assert secret not in repr(found)
