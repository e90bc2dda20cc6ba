"""Who may not write to others is refused at every door: pages, forms, live frames, plans."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conduct.rules import Kind
from hearten.conduct.tests.factories import Scene
from hearten.conversations import actions as talks
from hearten.conversations.commands import SEND
from hearten.conversations.queries import have_talked
from hearten.conversations.tests.factories import RULE, pairing, run
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.live import Done, Frame, Listener, Refused
from hearten.matching import actions as matching
from hearten.matching.queries import EndReason, RequestKind, open_request
from hearten.safety.queries import CaseGround
from hearten.safety.tests.factories import make_report
from hearten.toolkit import policies as toolkit
from hearten.toolkit.rules import Step

pytestmark = pytest.mark.django_db


class Talk(Scene):
    """The person and who reported are in a conversation; the person is one of the two."""

    def __init__(self, *, supports: bool) -> None:
        super().__init__(roles=(Role.SUPPORTER,) if supports else ())
        two = (self.reporter, self.person) if supports else (self.person, self.helper())
        self.pairing = pairing(*two, self.programme)
        self.conversation = talks.open_for_pairing(pairing_id=self.pairing.id, by=RULE)

    def helper(self):
        return make_account(programme=self.programme, roles=[Role.SUPPORTER])

    def say(self, by, text="Hello"):
        return talks.send_message(
            conversation_id=self.conversation.id, client_id=uuid4(), text=text, by=by
        )

    def frame(self, by, text="Hello"):
        listener = Listener(account_id=by.id, session_id=uuid4())
        [answers, _events] = run(
            SEND, self.conversation.id, [Frame(by=listener, client_id=uuid4(), data={"text": text})]
        )
        return answers[0]


@pytest.fixture
def talk(db):
    return Talk(supports=True)


def test_an_open_socket_loses_its_right_to_write_at_once(talk):
    assert isinstance(talk.frame(talk.person), Done)
    talk.impose(Kind.RESTRICTION)
    refused = talk.frame(talk.person)
    assert isinstance(refused, Refused)
    assert refused.code == "held"
    assert "Crisis help and your plan stay open." in refused.message
    assert isinstance(talk.frame(talk.reporter), Done)
    listener = Listener(account_id=talk.person.id, session_id=uuid4())
    assert CONVERSATION.may_listen(listener, str(talk.conversation.id))


def test_pages_forms_and_closing_words_are_refused_alike(talk):
    talk.impose(Kind.RESTRICTION)
    with pytest.raises(NotPossible) as refused:
        talk.say(talk.person)
    assert refused.value.code == "held"
    with pytest.raises(NotPossible):
        talks.end_conversation(
            conversation_id=talk.conversation.id,
            closing_words="planted-words",
            reason=EndReason.NO_REASON,
            by=talk.person,
        )
    client = client_of(talk.person)
    page = client.get(reverse("conversations:show", args=[talk.conversation.id]))
    assert "Writing is paused for you until" in page.text
    answer = client.post(
        reverse("conversations:show", args=[talk.conversation.id]),
        {"text": "kept words", "client_id": str(uuid4())},
    )
    assert answer.status_code == 409
    assert "kept words" in answer.text
    assert talk.say(talk.reporter).fresh


def test_a_repeat_of_what_was_sent_before_is_answered_as_then(talk):
    client_id = uuid4()
    send = {"conversation_id": talk.conversation.id, "client_id": client_id, "text": "Hello"}
    first = talks.send_message(**send, by=talk.person)
    talk.impose(Kind.RESTRICTION)
    assert talks.send_message(**send, by=talk.person).seq == first.seq


def test_who_may_not_write_can_still_leave_and_report(talk):
    talk.say(talk.reporter, "planted")
    talk.impose(Kind.RESTRICTION)
    talks.report_message(
        conversation_id=talk.conversation.id, seq=2, reason="other", words="", by=talk.person
    )
    assert talks.block_other(conversation_id=talk.conversation.id, by=talk.person).ended_at


def test_a_plan_takes_no_line_of_somebody_held(talk, monkeypatch):
    talk.impose(Kind.RESTRICTION)
    assert toolkit.may_suggest(talk.person, talk.pairing.id, Step.SIGNS) is False


def test_no_new_conversations_for_a_member():
    talk = Talk(supports=False)
    talk.impose(Kind.RESTRICTION, scope="new", days=5)
    with pytest.raises(NotPossible, match="New conversations are paused"):
        matching.ask(
            member=talk.person,
            programme=talk.programme,
            kind=RequestKind.WEEKS,
            by=talk.person,
        )
    assert talk.say(talk.person).fresh
    assert open_request(talk.person, talk.programme.id) is None


def test_who_is_held_can_write_nothing_by_the_first_word_of_a_batch(talk):
    """The batch of others goes on."""
    talk.impose(Kind.RESTRICTION)
    drafts = [
        talks.Draft(talk.person.id, uuid4(), "held"),
        talks.Draft(talk.reporter.id, uuid4(), "sent"),
    ]
    held, sent = talks.send_messages(conversation_id=talk.conversation.id, drafts=drafts, by=RULE)
    assert (held.code, sent.fresh) == ("held", True)
    with pytest.raises(NotAllowed):
        talks.send_messages(conversation_id=talk.conversation.id, drafts=drafts, by=talk.person)


def test_two_old_members_who_talked_with_them_are_two_voices(db):
    """Who talked with whom is known here: safety asks through its port."""
    scene = Scene()
    for number in (1, 2):
        person = make_account(programme=scene.programme)
        joined = clock.now() - timedelta(days=100 * number)
        Account.objects.filter(pk=person.pk).update(joined_at=joined)
        paired = pairing(person, scene.person, scene.programme)
        talk = talks.open_for_pairing(pairing_id=paired.id, by=RULE)
        for one in (person, scene.person):
            talks.send_message(conversation_id=talk.id, client_id=uuid4(), text="Hi", by=one)
        case = make_report(scene.programme, scene.person, person)
    assert (case.brigade, CaseGround().voices(str(case.id))) == ([], 2)


def test_have_talked_is_both_who_wrote(talk):
    among = [talk.reporter.id, talk.first.id]
    talk.say(talk.reporter)
    assert have_talked(account_id=talk.person.id, among=among) == frozenset()
    talk.say(talk.person)
    assert have_talked(account_id=talk.person.id, among=among) == {talk.reporter.id}
