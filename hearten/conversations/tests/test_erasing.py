"""The one door in the append-only trigger, and what the other sees behind it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from hearten.accounts import actions as accounts
from hearten.accounts.models import Account, Erasure
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions
from hearten.conversations.models import Message
from hearten.conversations.queries import line_of
from hearten.conversations.tests.factories import RULE, Pair, room
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed

pytestmark = pytest.mark.django_db
BLANK = "UPDATE conversations_message SET author_id = NULL, sealed_text = '' WHERE author_id = %s"


@pytest.fixture(autouse=True)
def _file(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "tombstones.jsonl"


@pytest.fixture
def pair() -> Pair:
    made = Pair()
    made.say("planted words", by=made.member)
    made.say("kind words", by=made.supporter)
    return made


def being_erased(account: Account) -> None:
    asked = accounts.ask_erasure(account=account, by=account)
    Erasure.objects.filter(pk=asked.pk).update(done_at=asked.due_at)


def refused(statement: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except IntegrityError as error:
        assert "append-only" in str(error)
        return True
    return False


def test_nobody_s_words_are_blanked_but_those_of_who_is_being_erased(pair: Pair) -> None:
    assert refused(BLANK, pair.member.pk)
    being_erased(pair.supporter)
    assert refused(BLANK, pair.member.pk)
    accounts.ask_erasure(account=pair.member, by=pair.member)
    assert refused(BLANK, pair.member.pk)  # asked for, and may still be stopped
    assert not refused(BLANK, pair.supporter.pk)


@pytest.mark.parametrize(
    "change",
    ["sealed_text = ''", "author_id = NULL, sealed_text = 'x'", "seq = seq + 9, author_id = NULL"],
)
def test_no_other_change_is_let_through(pair: Pair, change: str) -> None:
    being_erased(pair.member)
    statement = f"UPDATE conversations_message SET {change} WHERE author_id = %s"  # noqa: S608
    assert refused(statement, pair.member.pk)


def test_a_person_does_not_erase_another(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        actions.erase(account=pair.member, by=pair.supporter)


def erased(account: Account) -> None:
    asked = accounts.ask_erasure(account=account, by=account)
    with clock.frozen(asked.due_at):
        assert accounts.erase_due(by=RULE) == 1


def page_of(pair: Pair) -> str:
    client: Client = client_of(pair.supporter)
    return client.get(f"/talk/{pair.id}/").content.decode()


def test_the_other_keeps_their_own_words_and_is_told_kindly(pair: Pair) -> None:
    erased(pair.member)
    page = page_of(pair)
    assert "kind words" in page
    assert "planted words" not in page
    assert page.count("<i>This message was erased.</i>") == 1
    assert "Somebody who has left" in page
    assert pair.member.pseudonym not in page
    line = line_of(pair.id, 2)
    assert line is not None
    assert (line.author_id, line.text, line.erased) == (None, None, True)


def test_without_the_two_nothing_opens(pair: Pair) -> None:
    erased(pair.member)
    erased(pair.supporter)
    pair.conversation.refresh_from_db()
    assert pair.conversation.wrapped_key is None
    assert not Message.objects.exclude(author=None).exists()


def test_in_a_room_the_others_go_on() -> None:
    leaving, staying = make_account(), make_account()
    here = room([leaving, staying])
    for one in (leaving, staying):
        draft = actions.Draft(one.pk, one.pk, f"words of {one.pk}")
        actions.send_messages(conversation_id=here.pk, drafts=[draft], by=one)
    erased(leaving)
    here.refresh_from_db()
    assert (here.ended_at, here.wrapped_key is None) == (None, False)
    assert [line_of(here.pk, n).text for n in (1, 2)] == [None, f"words of {staying.pk}"]
