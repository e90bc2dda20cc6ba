"""Editing and deleting: by the author, in time, gone for the other, kept for a report, then emptied."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hearten.accounts.models import Account, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.conversations import actions, queries
from hearten.conversations.actions import Draft, Sent
from hearten.conversations.commands import DELETE, EDIT
from hearten.conversations.models import Message, MessageKind
from hearten.conversations.queries import export_of
from hearten.conversations.rules import EDIT_WINDOW, KEPT_FOR
from hearten.conversations.tests.factories import RULE, Pair, block, person, run
from hearten.conversations.tests.test_live import listener
from hearten.conversations.tests.test_messages import codes, send
from hearten.conversations.tests.test_pages import end, hidden, text_of, url
from hearten.conversations.tests.test_triage import Case, Finding
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed
from hearten.foundation.live import Done, Frame
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason

Event = apps.get_model("audit.Event")
NOW = clock.now()


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def edit(by: Account, about: int, text: str = "new words", client_id: UUID | None = None) -> Draft:
    return Draft(by.id, client_id or uuid4(), text, about, MessageKind.EDIT)


def deletion(by: Account, about: int, client_id: UUID | None = None) -> Draft:
    return Draft(by.id, client_id or uuid4(), "", about, MessageKind.DELETION)


def seen(pair: Pair) -> list[str | None]:
    """What the page says, without the notice."""
    return [line.text for line in queries.lines_before(pair.id, None, 50)[1:]]


def heard(pair: Pair, after: int = 0) -> str:
    """All that somebody hears who resumes after a number."""
    return json.dumps(list(CONVERSATION.events_after(str(pair.id), after, 1000)))


def test_an_edit_says_other_words_in_the_same_place(pair: Pair) -> None:
    seq = pair.say("first words")
    pair.say("between", by=pair.supporter)
    assert codes(
        send(pair, edit(pair.member, seq, " second "), edit(pair.member, seq, "third"))
    ) == [4, 5]
    assert seen(pair) == ["third", "between"]
    line = queries.line_of(pair.id, seq)
    assert line is not None and line.edited_at is not None and line.deleted_at is None
    for after in range(5):
        assert "first" not in heard(pair, after) and "second" not in heard(pair, after)
        assert heard(pair, after).count("third") == (2 if after < 2 else 1)


def test_a_deletion_takes_the_words_out_of_everything_the_other_has(pair: Pair) -> None:
    seq = pair.say("words of shame")
    pair.say("an answer", by=pair.supporter, about=seq)
    send(pair, edit(pair.member, seq, "more words of shame"))
    assert codes(send(pair, deletion(pair.member, seq))) == [5]
    assert seen(pair) == [None, "an answer"]
    page = client_of(pair.supporter).get(url("show", pair.id))
    assert text_of(page).count("This message was deleted.") == 2  # there, and where it is quoted
    events = client_of(pair.supporter).get(url("events", pair.id)).content.decode()
    export = json.dumps(export_of(pair.supporter), default=str)
    for held in (page.content.decode(), events, export, *(heard(pair, n) for n in range(6))):
        assert "shame" not in held
    assert "shame" in json.dumps(export_of(pair.member), default=str)  # still kept, still theirs


def test_only_who_wrote_it_changes_it(pair: Pair) -> None:
    seq = pair.say("mine")
    for by, code in ((pair.supporter, "not_own"), (person(), "not_allowed")):
        assert codes(send(pair, edit(by, seq), deletion(by, seq))) == [code] * 2
    drafts = [made(pair.member, about) for about in (1, 0, 99) for made in (edit, deletion)]
    assert codes(send(pair, *drafts)) == ["not_there"] * 6
    assert seen(pair) == ["mine"]


@pytest.mark.parametrize(
    ("later", "code"), [(EDIT_WINDOW, 3), (EDIT_WINDOW + timedelta(seconds=1), "too_late")]
)
def test_an_hour_to_edit_and_any_time_to_delete(pair: Pair, later: timedelta, code: object) -> None:
    with clock.frozen(NOW):
        seq = pair.say("a promise")
    with clock.frozen(NOW + later):
        assert codes(send(pair, edit(pair.member, seq))) == [code]
    with clock.frozen(NOW + timedelta(days=400)):
        [gone] = send(pair, deletion(pair.member, seq))
    assert isinstance(gone, Sent)
    assert seen(pair) == [None]


@pytest.mark.parametrize("how", ["goodbye", "block"])
def test_only_while_it_is_open(pair: Pair, how: str) -> None:
    seq = pair.say("stays")
    if how == "goodbye":
        end(pair, pair.supporter)
    else:
        block(pair.supporter, pair.member)
    assert codes(send(pair, edit(pair.member, seq), deletion(pair.member, seq))) == ["ended"] * 2
    assert seen(pair)[0] == "stays"


def test_words_that_cannot_be_taken_are_refused_as_in_a_message(pair: Pair) -> None:
    seq = pair.say("fine")
    drafts = [edit(pair.member, seq, text) for text in ("", " ", "x" * 10_001, "a\u202eb")]
    assert codes(send(pair, *drafts)) == ["empty", "empty", "too_long", "bidi"]


def test_what_is_deleted_is_not_changed_any_more_but_answered(pair: Pair) -> None:
    seq = pair.say("gone")
    first = deletion(pair.member, seq)
    assert codes(send(pair, first, edit(pair.member, seq), deletion(pair.member, seq))) == [
        3,
        "gone",
        3,
    ]
    reaction = Draft.reaction(pair.supporter.id, uuid4(), seq, "hope", True)
    assert codes(send(pair, edit(pair.member, seq), reaction, deletion(pair.member, seq), first)) == [
        "gone", "gone", 3, 3,
    ]  # fmt: skip
    assert codes(send(pair, Draft(pair.supporter.id, uuid4(), "I was writing", seq))) == [4]


def test_the_same_id_is_answered_as_before_and_refused_for_anything_else(pair: Pair) -> None:
    one, two = pair.say("one"), pair.say("two")
    first = edit(pair.member, one)
    gone = deletion(pair.member, two)
    assert codes(send(pair, first, first, gone, gone)) == [4, 4, 5, 5]
    assert codes(
        send(
            pair,
            first,
            edit(pair.member, one, "others", first.client_id),
            edit(pair.member, two, "new words", first.client_id),
            deletion(pair.member, one, first.client_id),
            Draft(pair.member.id, first.client_id, "new words", one),
            deletion(pair.member, one, gone.client_id),
        )
    ) == [4, *["changed"] * 5]


@pytest.mark.parametrize(
    ("kind", "about", "by", "at"),
    [
        ("edit", 2, "supporter", 0),
        ("deletion", 2, "supporter", 0),
        ("edit", 2, None, 0),
        ("deletion", 2, None, 0),
        ("edit", 1, "member", 0),
        ("edit", None, "member", 0),
        ("edit", 2, "member", 61),
        ("edit", 3, "member", 0),  # deleted
        ("deletion", 3, "member", 0),
        ("reaction", 3, "supporter", 0),
    ],
)
def test_the_database_refuses_what_does_not_fit(
    pair: Pair, kind: str, about: int | None, by: str | None, at: int
) -> None:
    pair.say("stays")
    send(pair, deletion(pair.member, pair.say("goes")))
    author = getattr(pair, by).id if by else None
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO conversations_message (conversation_id, seq, client_id, kind, sealed_text,"
            " at, about_seq, author_id) VALUES (%s, 5, %s, %s, 'x', %s, %s, %s)",
            [pair.id, uuid4(), kind, clock.now() + timedelta(minutes=at), about, author],
        )


def test_edits_and_deletions_are_live_commands(pair: Pair) -> None:
    one, two = pair.say("one"), pair.say("two")

    def frame(**data: object) -> Frame:
        return Frame(by=listener(pair.member), client_id=uuid4(), data=data)

    answers, edits = run(EDIT, pair.id, [frame(about=one, text="won"), frame(about=one), frame()])
    assert [one.result["seq"] if isinstance(one, Done) else one.code for one in answers] == [
        4, "empty", "empty",
    ]  # fmt: skip
    answers, deletions = run(
        DELETE, pair.id, [frame(about=two), frame(about="2"), frame(about=two)]
    )
    assert [one.result["seq"] if isinstance(one, Done) else one.code for one in answers] == [
        5, "not_there", 5,
    ]  # fmt: skip
    assert [*edits, *deletions] == list(CONVERSATION.events_after(str(pair.id), 3, 10))
    first, second = list(CONVERSATION.events_after(str(pair.id), 1, 2))
    assert (first["text"], first["edited"], second["text"], second["deleted"]) == (
        "won", edits[0]["at"], None, deletions[0]["at"],
    )  # fmt: skip


class Reader:
    """A page: loaded at some moment, then fed with every event after its number."""

    def __init__(self, pair: Pair) -> None:
        lines = queries.lines_before(pair.id, None, 1000)
        self.newest = queries.newest_seq(pair.id)
        self.shown = {line.seq: (line.text, frozenset(line.reactions)) for line in lines}

    def hear(self, event: Any) -> None:
        kind, about, text = event["kind"], event.get("about"), event["text"]
        if kind in ("text", "notice"):
            self.shown.setdefault(event["seq"], (text, frozenset()))
            return
        before, reactions = self.shown[about]
        if kind == "edit" and text is not None:
            self.shown[about] = (text, reactions)
        elif kind == "deletion":
            self.shown[about] = (None, frozenset())
        elif kind == "reaction" and before is not None:
            self.shown[about] = (before, reactions | {text})
        elif kind == "taken_back":
            self.shown[about] = (before, reactions - {text})


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["say", "edit", "delete", "hope", "no hope", "load"]), st.integers(0, 9)
    ),
    max_size=25,
)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_whoever_resumes_from_anywhere_sees_what_a_fresh_page_shows(
    steps: list[tuple[str, int]],
) -> None:
    pair = Pair()
    readers = [Reader(pair)]
    texts: list[int] = []
    for number, (step, which) in enumerate(steps):
        if step == "load":
            readers.append(Reader(pair))
        elif step == "say" or not texts:
            texts.append(pair.say(f"words {number}"))
        else:
            about = texts[which % len(texts)]
            send(
                pair,
                {
                    "edit": edit(pair.member, about, f"other words {number}"),
                    "delete": deletion(pair.member, about),
                }.get(step)
                or Draft.reaction(pair.supporter.id, uuid4(), about, "hope", step == "hope"),
            )
    fresh = Reader(pair).shown
    for reader in readers:
        for event in CONVERSATION.events_after(str(pair.id), reader.newest, 1000):
            reader.hear(event)
        assert reader.shown == fresh


# Reading for danger, and reports.


def test_an_edited_text_is_read_for_danger_again(pair: Pair) -> None:
    seq = pair.say("The kettle is on")
    assert actions.read_for_danger(conversation_id=pair.id, by=RULE) == 2
    send(pair, edit(pair.member, seq, "I am going to kill myself tonight"))
    assert queries.unread_for_danger() == [pair.id]
    assert actions.read_for_danger(conversation_id=pair.id, by=RULE) == 1
    assert [one.subject_id for one in Finding.objects.all()] == [f"{pair.id}/3"]
    assert Case.objects.count() == 1


def test_words_of_danger_are_read_although_they_were_deleted_at_once(pair: Pair) -> None:
    send(pair, deletion(pair.member, pair.say("I am going to kill myself tonight")))
    actions.read_for_danger(conversation_id=pair.id, by=RULE)
    assert Case.objects.count() == 1


def test_an_edit_of_one_s_own_words_answers_nobody(pair: Pair) -> None:
    mine = pair.say("hello", by=pair.supporter)
    pair.say("I want to kill myself tonight")
    send(pair, edit(pair.supporter, mine, "hello you"))
    actions.read_for_danger(conversation_id=pair.id, by=RULE)
    assert [one.answered_at for one in Finding.objects.all()] == [None]


def test_an_edit_is_no_message_more_and_counts_only_what_is_new(pair: Pair) -> None:
    seq = pair.say("Let us talk on WhatsApp.", by=pair.supporter)
    send(pair, edit(pair.supporter, seq, "Let us talk on WhatsApp!"))
    send(pair, edit(pair.supporter, seq, "Can you lend me 50 euros? Let us talk on WhatsApp."))
    actions.read_for_danger(conversation_id=pair.id, by=RULE)
    tally = apps.get_model("boundaries.Tally").objects.get()
    assert tally.messages == 1
    signs = apps.get_model("boundaries.Sign").objects.order_by("kind")
    assert [(sign.kind, sign.count) for sign in signs] == [("elsewhere", 1), ("money", 1)]


def read_case(pair: Pair) -> Any:
    """The one report, as the moderator who took the case reads it."""
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    case = safety.assign_case(case=Case.objects.get(), by=moderator)
    [*_before, read] = safety.read_evidence(case=case, by=moderator)
    return read, client_of(moderator).post(f"/safety/cases/{case.pk}/evidence/")


def report(pair: Pair, seq: int) -> None:
    actions.report_message(
        conversation_id=pair.id,
        seq=seq,
        reason=ReportReason.HARASSMENT,
        words="",
        by=pair.supporter,
    )


def test_a_threat_that_was_edited_and_deleted_can_be_reported_with_all_it_said(pair: Pair) -> None:
    with clock.frozen(NOW):
        seq = pair.say("I will find you")
    with clock.frozen(NOW + timedelta(minutes=2)):
        send(pair, edit(pair.member, seq, "I would like to find you"))
    with clock.frozen(NOW + timedelta(days=3)):
        send(pair, deletion(pair.member, seq))
        supporter = client_of(pair.supporter)
        page = supporter.get(url("report", pair.id, seq))
        assert "This message was deleted." in text_of(page)
        assert "find you" not in page.content.decode()
        report(pair, seq)
        read, shown = read_case(pair)
    assert read.evidence == "I would like to find you"
    assert read.history.earlier == [(NOW, "I will find you")]
    assert read.history.deleted_at == NOW + timedelta(days=3)
    assert "I will find you" in text_of(shown)
    assert "The writer deleted it:" in text_of(shown)


def test_what_was_reported_keeps_what_it_said_and_can_be_reported_anew_when_it_changes(
    pair: Pair,
) -> None:
    seq = pair.say("You are nothing")
    report(pair, seq)
    report(pair, seq)
    send(pair, edit(pair.member, seq, "You will be sorry"))
    report(pair, seq)
    report(pair, seq)
    send(pair, deletion(pair.member, seq))
    reports = list(Case.objects.get().reports.all())
    assert [one.subject_id for one in reports] == [f"{pair.id}/{seq}", f"{pair.id}/{seq + 1}"]
    read, _page = read_case(pair)
    assert (read.evidence, [text for _at, text in read.history.earlier]) == (
        "You will be sorry",
        ["You are nothing"],
    )


def test_the_history_is_sealed(pair: Pair) -> None:
    seq = pair.say("planted words")
    send(pair, edit(pair.member, seq, "fine"))
    report(pair, seq)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM safety_report r")
        row = json.dumps(cursor.fetchall())
    assert "planted" not in row and b"planted".hex() not in row


# Kept for a month, then emptied.


@pytest.fixture
def month(pair: Pair) -> Iterator[tuple[Pair, int, int]]:
    """A message that was edited, and one that was edited and deleted, just over 30 days ago; one of
    each a day younger; and one nobody touched."""
    numbers = []
    for ago in (KEPT_FOR + timedelta(minutes=1), KEPT_FOR - timedelta(days=1)):
        with clock.frozen(clock.now() - ago):
            one, two = pair.say(f"edited {ago.days}"), pair.say(f"deleted {ago.days}")
            send(pair, edit(pair.member, one, "stands"), edit(pair.member, two, f"too {ago.days}"))
            send(pair, deletion(pair.member, two))
            numbers.append((one, two))
    pair.say("untouched")
    yield pair, *numbers[0]


def kept(pair: Pair) -> list[str]:
    return [line.text for line in queries.entries_after(pair.id, 1, 100) if line.text]


def test_after_a_month_a_job_empties_what_was_replaced_or_deleted_and_nothing_else(
    month: tuple[Pair, int, int],
) -> None:
    pair, one, two = month
    before = seen(pair), heard(pair)
    assert kept(pair) == [
        "edited 30", "deleted 30", "stands", "too 30", "edited 29", "deleted 29", "stands", "too 29",
        "untouched",
    ]  # fmt: skip
    assert actions.forget_versions(by=RULE) == 3
    assert kept(pair) == ["stands", "edited 29", "deleted 29", "stands", "too 29", "untouched"]
    assert (seen(pair), heard(pair)) == before
    assert actions.forget_versions(by=RULE) == 0
    told = Event.objects.filter(verb="conversations.versions_forgotten")
    assert [dict(event.details) for event in told] == [{"versions": 3}]
    report_page = url("report", pair.id, two)
    assert client_of(pair.supporter).get(report_page).status_code == 404
    assert client_of(pair.supporter).get(url("report", pair.id, one)).status_code == 200
    assert [line.text for line in queries.versions_of(pair.id, one)] == ["stands"]


def test_nobody_empties_it_by_hand(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        actions.forget_versions(by=pair.member)


def test_the_database_lets_nothing_be_emptied_before_its_time(month: tuple[Pair, int, int]) -> None:
    pair, one, _two = month
    rows = {row.seq: row for row in Message.objects.filter(conversation=pair.id)}
    early = [seq for seq in rows if seq not in (one, one + 1, one + 3)]
    for seq in early:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Message.objects.filter(conversation=pair.id, seq=seq).update(sealed_text=b"")
    for change in ({"sealed_text": b"x"}, {"sealed_text": b"", "kind": "edit"}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            Message.objects.filter(conversation=pair.id, seq=one).update(**change)
    assert Message.objects.filter(conversation=pair.id, seq=one).update(sealed_text=b"") == 1


def test_a_reported_copy_outlives_the_month(month: tuple[Pair, int, int]) -> None:
    pair, one, _two = month
    report(pair, one)
    actions.forget_versions(by=RULE)
    read, _page = read_case(pair)
    assert [text for _at, text in read.history.earlier] == ["edited 30"]


# Counting and pages.


def test_a_deleted_message_is_not_new_to_anybody(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    def unread() -> tuple[int, int]:
        with django_assert_num_queries(3):
            [card] = queries.conversations_of(pair.supporter)
            return card.unread, queries.unread_total(pair.supporter)

    actions.mark_read(conversation_id=pair.id, seq=1, by=pair.supporter)
    one = pair.say("one")
    pair.say("two")
    assert unread() == (2, 2)
    send(pair, edit(pair.member, one))
    assert unread() == (2, 2)
    send(pair, deletion(pair.member, one))
    assert unread() == (1, 1)


def test_without_a_script_one_changes_and_deletes_on_pages_that_say_what_is_kept(
    pair: Pair,
) -> None:
    seq = pair.say("frist words")
    member = client_of(pair.member)
    page = member.get(url("edit", pair.id, seq))
    assert "A moderator can read them only if" in text_of(page)
    data = {"text": "first words", "client_id": hidden(page, "client_id")}
    answer = member.post(url("edit", pair.id, seq), data)
    assert answer.headers["Location"] == f"{url('show', pair.id)}#m{seq}"
    member.post(url("edit", pair.id, seq), data)
    assert queries.newest_seq(pair.id) == 3  # pressed twice, changed once
    refused = member.post(url("edit", pair.id, seq), data | {"text": ""})
    assert refused.status_code == 422
    refused = member.post(url("edit", pair.id, seq), data | {"text": "others"})
    assert (refused.status_code, "already sent with other words" in text_of(refused)) == (409, True)
    page = member.get(url("delete", pair.id, seq))
    assert "first words" in text_of(page)
    assert "They stay locked away until the day below." in text_of(page)
    member.post(url("delete", pair.id, seq))
    assert seen(pair) == [None]
    for name in ("edit", "delete"):
        assert member.get(url(name, pair.id, seq)).status_code == 404
        assert client_of(pair.supporter).get(url(name, pair.id, seq)).status_code == 404


def test_the_pages_say_when_it_is_too_late(pair: Pair) -> None:
    with clock.frozen(clock.now() - timedelta(hours=2)):
        seq = pair.say("long ago")
    member = client_of(pair.member)
    page = member.get(url("show", pair.id)).content.decode()
    found = [f'href="messages/{seq}/{name}/"' in page for name in ("edit", "delete")]
    assert found == [False, True]
    assert "can be changed for an hour" in text_of(
        member.get(url("edit", pair.id, seq), follow=True)
    )
    end(pair, pair.member)
    for name in ("edit", "delete"):
        said = text_of(
            member.post(url(name, pair.id, seq), {"text": "x", "client_id": uuid4()}, follow=True)
        )
        assert "has ended" in said
    assert seen(pair)[0] == "long ago"


def test_the_author_s_export_holds_what_is_still_kept_of_theirs(pair: Pair) -> None:
    seq = pair.say("before")
    send(pair, edit(pair.member, seq, "after"))
    [mine] = export_of(pair.member)["conversations"]
    [theirs] = export_of(pair.supporter)["conversations"]
    assert [one["text"] for one in mine["messages"][1]["versions"]] == ["before", "after"]
    assert (mine["messages"][1]["text"], theirs["messages"][1]["text"]) == ("after", "after")
    assert theirs["messages"][1]["versions"] == []
