"""What the two see and say: the supporter their card, the member theirs, neither the other's."""

from datetime import timedelta

import pytest

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import make_account
from hearten.audit.models import Event
from hearten.boundaries import actions, queries
from hearten.boundaries.models import Answer, Concern
from hearten.boundaries.rules import Kind
from hearten.boundaries.tests import factories as make
from hearten.boundaries.tests.factories import WEDNESDAY, Pairing, Talk
from hearten.foundation import clock
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def kinds(account: object) -> list[str]:
    return [card.kind.value for card in queries.cards_of(account)]  # type: ignore[arg-type]


def say(answer: Answer, at: timedelta = timedelta(hours=1)) -> Concern:
    concern = Concern.objects.select_related("supporter").get()
    with clock.frozen(WEDNESDAY + at):
        return actions.answer_card(concern=concern, answer=answer, by=concern.supporter)


def verbs() -> list[str]:
    found = Event.objects.filter(verb__startswith="boundaries.").order_by("id")
    return [
        verb.removeprefix("boundaries.concern_") for verb in found.values_list("verb", flat=True)
    ]


def test_a_card_is_the_supporters_alone(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    pairing = talk.pairing
    assert kinds(pairing.supporter) == ["elsewhere"]
    others = [
        pairing.member,
        make.supervisor_of(pairing.programme),
        make_account(programme=pairing.programme, roles=list(Role)),
        make.READER,
    ]
    for other in others:
        assert kinds(other) == []
        assert queries.card_in(other, pairing.pk) is None


def test_the_talk_shows_one_card_the_gravest_of_it(talk: Talk) -> None:
    pairing = talk.pairing
    other = Talk(make.paired(pairing.programme))
    other.supporter(make.CLOSE)
    talk.member(make.ELSEWHERE)
    talk.supporter(make.MONEY, at=WEDNESDAY + timedelta(hours=1))
    card = queries.card_in(pairing.supporter, pairing.pk)
    assert card is not None
    assert (card.kind, card.pairing_id, card.name) == (
        Kind.MONEY,
        pairing.pk,
        pairing.member.pseudonym,
    )
    assert kinds(pairing.supporter) == ["money", "elsewhere"]


@pytest.mark.parametrize(
    ("answer", "why"), [(Answer.FINE, ""), (Answer.CHANGED, ""), (Answer.HELP, "asked")]
)
def test_an_answer_closes_the_card_and_only_help_tells_a_supervisor(
    talk: Talk, answer: Answer, why: str
) -> None:
    talk.supporter(make.ELSEWHERE)
    held = say(answer)
    assert (held.answer, held.why, held.with_supervisor_at is not None) == (answer, why, bool(why))
    assert kinds(talk.pairing.supporter) == []
    assert verbs() == ["raised", "answered"] + (["brought_to_supervisors"] if why else [])


def test_the_same_answer_again_changes_nothing(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    first = say(Answer.HELP)
    again = say(Answer.HELP, timedelta(hours=2))
    assert (again.answered_at, again.with_supervisor_at) == (
        first.answered_at,
        first.with_supervisor_at,
    )
    assert verbs() == ["raised", "answered", "brought_to_supervisors"]


def test_another_answer_is_taken_and_help_can_still_be_asked_for(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    say(Answer.FINE)
    assert say(Answer.HELP, timedelta(hours=2)).why == "asked"


def test_the_card_comes_back_when_a_supervisor_sees_it_and_goes_with_the_next_answer(
    talk: Talk,
) -> None:
    talk.supporter(make.ELSEWHERE)
    say(Answer.FINE)
    for n in (1, 2, 3):
        assert kinds(talk.pairing.supporter) == []
        talk.supporter(make.ELSEWHERE, at=WEDNESDAY + n * DAY)
    [card] = queries.cards_of(talk.pairing.supporter)
    assert (card.with_supervisor, card.answered) == (True, True)
    say(Answer.FINE, 4 * DAY)
    assert kinds(talk.pairing.supporter) == []


def test_nobody_else_answers_and_nothing_else_is_an_answer(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    concern = Concern.objects.get()
    for other in (talk.pairing.member, make.supervisor_of(talk.pairing.programme), make.READER):
        with pytest.raises(NotAllowed):
            actions.answer_card(concern=concern, answer=Answer.FINE, by=other)
    with pytest.raises(Invalid):
        actions.answer_card(concern=concern, answer="no", by=talk.pairing.supporter)  # type: ignore[arg-type]
    assert Concern.objects.get().answer == ""


def test_what_is_over_takes_no_answer(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    Concern.objects.update(closed_at=WEDNESDAY)
    assert say(Answer.HELP).with_supervisor_at is None
    assert kinds(talk.pairing.supporter) == []


# The member


def card(pairing: Pairing, at: timedelta = timedelta(hours=1)) -> queries.MemberCard | None:
    with clock.frozen(WEDNESDAY + at):
        return queries.member_card(pairing.member, pairing.pk)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (make.MONEY, Kind.MONEY),
        (make.ELSEWHERE, Kind.ELSEWHERE),
        (make.CLOSE, Kind.CLOSE),
    ],
)
def test_the_member_is_told_that_they_do_not_have_to(talk: Talk, text: str, kind: Kind) -> None:
    talk.supporter("Hello.")
    talk.supporter(text)
    shown = card(talk.pairing)
    assert shown == queries.MemberCard(kinds=frozenset({kind}), seq=2)
    with clock.frozen(WEDNESDAY):
        assert queries.member_card(talk.pairing.supporter, talk.pairing.pk) is None
        assert queries.member_card(make.READER, talk.pairing.pk) is None


def test_a_supporters_storm_is_not_the_members_to_carry(talk: Talk) -> None:
    for n in range(2):
        talk.storm(talk.pairing.supporter, WEDNESDAY + n * DAY)
    assert Concern.objects.count() == 1
    assert card(talk.pairing, DAY) is None


def test_the_members_card_stays_when_the_supporter_or_a_supervisor_closes_theirs(
    talk: Talk,
) -> None:
    talk.supporter(make.MONEY)
    say(Answer.FINE)
    supervisor = make.supervisor_of(talk.pairing.programme)
    actions.close_concern(concern=Concern.objects.get(), by=supervisor)
    assert card(talk.pairing) is not None


def test_put_away_it_stays_away_until_new_words(talk: Talk) -> None:
    pairing = talk.pairing
    talk.supporter(make.ELSEWHERE)
    with clock.frozen(WEDNESDAY + timedelta(hours=1)):
        assert actions.put_member_card_away(pairing_id=pairing.pk, by=pairing.member) == 1
    assert card(pairing) is None
    talk.supporter(make.ELSEWHERE, at=WEDNESDAY + timedelta(hours=2))
    assert card(pairing, timedelta(hours=3)) is not None


def test_nobody_else_puts_it_away(talk: Talk) -> None:
    pairing = talk.pairing
    talk.supporter(make.ELSEWHERE)
    for other in (pairing.supporter, make.supervisor_of(pairing.programme)):
        assert actions.put_member_card_away(pairing_id=pairing.pk, by=other) == 0
    with pytest.raises(NotAllowed):
        actions.put_member_card_away(pairing_id=pairing.pk, by=make.READER)
    assert card(pairing) is not None


def test_it_is_shown_for_a_week(talk: Talk) -> None:
    talk.supporter(make.ELSEWHERE)
    assert card(talk.pairing, 7 * DAY) is not None
    assert card(talk.pairing, 7 * DAY + timedelta(seconds=1)) is None
