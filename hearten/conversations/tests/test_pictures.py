"""Pictures: uploaded by one, carried by a message, seen by the two, gone with the words."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from hearten.accounts import actions as accounts
from hearten.accounts import exporting
from hearten.accounts.models import Account, Erasure, Role
from hearten.accounts.tests.factories import client_of, make_account
from hearten.attachments import actions as attachments
from hearten.attachments.rules import MOST_TOGETHER
from hearten.attachments.serving import POLICY
from hearten.attachments.tests import made
from hearten.conversations import actions, queries
from hearten.conversations.actions import Draft
from hearten.conversations.commands import SEND
from hearten.conversations.models import Message, MessageAttachment
from hearten.conversations.rules import KEPT_FOR, topic_of
from hearten.conversations.tests.factories import RULE, Pair, block, person
from hearten.conversations.tests.test_live import listener
from hearten.conversations.tests.test_messages import codes, send
from hearten.conversations.tests.test_pages import end, hidden, text_of, url
from hearten.conversations.throttle import RATES
from hearten.conversations.topics import CONVERSATION
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.foundation.live import Done, Frame
from hearten.safety import actions as safety
from hearten.safety.queries import ReportReason, cases_visible_to

Attachment = apps.get_model("attachments.Attachment")


@pytest.fixture
def pair(db: None) -> Pair:
    return Pair()


def upload(pair: Pair, by: Account | None = None, words: str = "My dog") -> UUID:
    kept = actions.attach_picture(
        conversation_id=pair.id,
        sent=made.saved(made.halves(80, 60), "PNG"),
        words=words,
        by=by or pair.member,
    )
    return kept.id


def carrying(author: Account, *ids: UUID, text: str = "", client_id: UUID | None = None) -> Draft:
    return Draft(author.id, client_id or uuid4(), text, attachment_ids=ids)


def sent(pair: Pair, text: str = "Look", by: Account | None = None) -> tuple[int, UUID]:
    """A message with a picture: its number, and the picture."""
    author = by or pair.member
    pk = upload(pair, author)
    [seq] = codes(send(pair, carrying(author, pk, text=text)))
    assert isinstance(seq, int)
    return seq, pk


def heard(pair: Pair, after: int = 0) -> list[dict[str, Any]]:
    return list(CONVERSATION.events_after(str(pair.id), after, 100))


def file(pair: Pair, pk: UUID, size: str = "small") -> str:
    return url("file", pair.id, pk, size)


def status(account: Account, address: str) -> int:
    return client_of(account).get(address).status_code


# Sending


def test_a_picture_goes_with_words_or_alone(pair: Pair) -> None:
    one, two = upload(pair), upload(pair, words="")
    assert codes(
        send(pair, carrying(pair.member, one, text="Look"), carrying(pair.member, two))
    ) == [2, 3]
    lines = queries.lines_before(pair.id, None, 50)[1:]
    assert [(line.text, [a.words for a in line.attachments]) for line in lines] == [
        ("Look", ["My dog"]),
        ("", [""]),
    ]


def test_several_go_in_the_order_given(pair: Pair) -> None:
    ids = [upload(pair, words=str(n)) for n in range(MOST_TOGETHER)]
    [seq] = codes(send(pair, carrying(pair.member, *reversed(ids))))
    line = queries.line_of(pair.id, int(str(seq)))
    assert line is not None
    assert [one.id for one in line.attachments] == ids[::-1]


def test_without_words_and_without_a_picture_it_is_nothing(pair: Pair) -> None:
    assert codes(send(pair, carrying(pair.member))) == ["empty"]


def test_a_try_again_is_answered_as_before_and_with_other_pictures_it_is_another(
    pair: Pair,
) -> None:
    pk, other, once = upload(pair), upload(pair), uuid4()
    draft = carrying(pair.member, pk, client_id=once)
    assert codes(send(pair, draft, draft)) == [2, 2]
    [again] = send(pair, draft)
    assert codes([again]) == [2] and not again.fresh  # type: ignore[union-attr]
    assert codes(
        send(
            pair,
            carrying(pair.member, other, client_id=once),
            carrying(pair.member, client_id=once, text="x"),
        )
    ) == ["changed", "changed"]


def test_what_is_not_there_not_theirs_sent_before_or_too_many_is_refused(pair: Pair) -> None:
    _seq, used = sent(pair)
    theirs, own = upload(pair, pair.supporter), upload(pair)
    elsewhere = upload(Pair())
    five = [upload(pair) for _ in range(5)]
    drafts = [
        carrying(pair.member, uuid4()),
        carrying(pair.member, used),
        carrying(pair.member, theirs),
        carrying(pair.member, elsewhere),
        carrying(pair.member, own, own),
        carrying(pair.member, *five),
        carrying(pair.member, own),
        carrying(pair.member, own, text="twice in one batch"),
    ]
    refused = ["not_kept"] * 6
    assert codes(send(pair, *drafts)) == [*refused, 3, "not_kept"]
    assert Message.objects.filter(conversation=pair.id, attached__gt=0).count() == 2


def test_pictures_cost_the_same_queries_however_many(
    pair: Pair, django_assert_num_queries: Any
) -> None:
    """Without any, none: see test_messages."""
    for count in (1, 4):
        drafts = [carrying(pair.member, upload(pair), upload(pair)) for _ in range(count)]
        with django_assert_num_queries(13):
            send(pair, *drafts)
    after = queries.newest_seq(pair.id) - 5
    with django_assert_num_queries(4):
        heard(pair, after)
    after = pair.say("words") - 1
    with django_assert_num_queries(2):
        heard(pair, after)


def test_over_the_live_connection(pair: Pair) -> None:
    pk = upload(pair)

    def frame(given: object) -> Frame:
        data = {"text": "Look", "attachments": given}
        return Frame(by=listener(pair.member), client_id=uuid4(), data=data)

    bad: list[object] = ["x", [1], ["no id"], {"a": 1}, [str(uuid4())] * 9]
    key, frames = str(pair.id), [frame([str(pk)]), *map(frame, bad)]
    answers, events = SEND.run({key: frames}, True)[key]
    assert isinstance(answers[0], Done)
    assert [one.code for one in answers[1:]] == ["not_kept"] * 5  # type: ignore[union-attr]
    told = {"id": str(pk), "kind": "picture", "width": 80, "height": 60, "words": "My dog"}
    assert [event["attachments"] for event in events] == [[told]]
    assert heard(pair, 1) == events
    json.dumps(events)


def test_by_form_without_script_and_by_the_page_s_script(pair: Pair) -> None:
    client = client_of(pair.member)
    photo = SimpleUploadedFile("Anna at the lake.jpg", made.photograph())
    page = client.get(url("show", pair.id))
    form = {"text": "", "client_id": hidden(page, "client_id"), "words": "A lake", "picture": photo}
    assert client.post(url("show", pair.id), form).status_code == 302
    photo.seek(0)
    kept = client.post(url("attach", pair.id), {"picture": photo, "words": "Again"}).json()
    assert (kept["width"], kept["height"], kept["words"]) == (600, 800, "Again")
    given = {"text": "", "client_id": str(uuid4()), "uploads": [kept["id"]]}
    assert client.post(url("send", pair.id), given).status_code == 200
    lines = queries.lines_before(pair.id, None, 50)[1:]
    assert [one.attachments[0].words for one in lines] == ["A lake", "Again"]
    shown = client_of(pair.supporter).get(url("show", pair.id))
    assert text_of(shown).count("A picture : A lake") == 1
    assert b"Anna" not in shown.content


def test_what_was_typed_and_what_was_uploaded_stay_when_the_other_cannot_be_taken(
    pair: Pair,
) -> None:
    client = client_of(pair.member)
    once = str(uuid4())
    bad = SimpleUploadedFile("x.jpg", b"<svg>")
    page = client.post(
        url("show", pair.id), {"text": "words", "client_id": once, "words": "w", "picture": bad}
    )
    assert page.status_code == 422
    assert "This is not a picture that can be sent" in text_of(page)
    assert ">\nwords</textarea>" in page.content.decode()
    photo = SimpleUploadedFile("x.jpg", made.photograph())
    page = client.post(
        url("show", pair.id), {"text": "x" * 10_001, "client_id": once, "picture": photo}
    )
    assert page.status_code == 422
    assert "This is here already" in text_of(page)
    form = {"text": "short", "client_id": once, "uploads": hidden(page, "uploads")}
    assert client.post(url("show", pair.id), form).status_code == 302
    assert len(queries.lines_before(pair.id, None, 50)[-1].attachments) == 1


def test_uploads_are_bounded_and_say_so(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RATES, "attach", "1/1m/key")
    client = client_of(pair.member)
    small = made.saved(made.halves(8, 6), "PNG")
    answers = [
        client.post(url("attach", pair.id), {"picture": SimpleUploadedFile("x", small)})
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 429]
    assert answers[1].json()["code"] == "too_many"
    form = {"text": "kept", "client_id": str(uuid4()), "picture": SimpleUploadedFile("x", small)}
    page = client.post(url("show", pair.id), form)
    assert (page.status_code, "Those were many pictures" in text_of(page)) == (422, True)


def test_who_may_not_write_cannot_upload(pair: Pair) -> None:
    stranger, other = person(), Pair()
    png = made.saved(made.halves(8, 6), "PNG")

    def attach(where: Pair, by: Any) -> None:
        actions.attach_picture(conversation_id=where.id, sent=png, words="", by=by)

    for by in (stranger, other.member, RULE):
        with pytest.raises(NotAllowed):
            attach(pair, by)
    end(other, other.member)
    with pytest.raises(NotPossible):
        attach(other, other.supporter)
    block(pair.supporter, pair.member)
    with pytest.raises(NotPossible):
        attach(pair, pair.member)
    assert not Attachment.objects.exists()


# Seeing


def test_the_two_see_it_and_nobody_else(pair: Pair) -> None:
    _seq, pk = sent(pair)
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    outside = [person(pair.programme), moderator, Pair().member]
    for address in (file(pair, pk), file(pair, pk, "whole"), url("look", pair.id, pk)):
        assert [status(one, address) for one in (pair.member, pair.supporter)] == [200, 200]
        assert [status(one, address) for one in outside] == [404] * 3
        pair_of_another = Pair()
        moved = address.replace(str(pair.id), str(pair_of_another.id))
        assert status(pair_of_another.member, moved) == 404
    assert status(pair.member, file(pair, pk, "sealed_whole")) == 404
    assert status(pair.member, file(pair, uuid4())) == 404


def test_before_it_is_sent_it_is_its_author_s(pair: Pair) -> None:
    pk = upload(pair)
    assert [status(one, file(pair, pk)) for one in (pair.member, pair.supporter)] == [200, 404]
    assert status(pair.member, url("look", pair.id, pk)) == 404


def test_it_comes_as_a_picture_that_can_do_nothing_and_is_kept_nowhere(pair: Pair) -> None:
    _seq, pk = sent(pair)
    answer = client_of(pair.supporter).get(file(pair, pk, "whole"))
    assert made.read(answer.content).size == (80, 60)
    told = {
        "Content-Type": "image/webp",
        "Content-Disposition": 'inline; filename="picture.webp"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    assert {name: answer[name] for name in told} == told
    assert "script-src" not in POLICY and POLICY.startswith("default-src 'none'")


def test_after_an_ending_or_a_block_it_can_be_looked_at_like_the_words(pair: Pair) -> None:
    _seq, pk = sent(pair)
    block(pair.supporter, pair.member)
    assert [status(one, file(pair, pk)) for one in (pair.member, pair.supporter)] == [200, 200]
    ended = Pair()
    _seq, pk = sent(ended)
    end(ended, ended.member)
    assert [status(one, file(ended, pk)) for one in (ended.member, ended.supporter)] == [200, 200]


def test_the_other_s_are_shut_until_pressed_or_chosen(pair: Pair) -> None:
    sent(pair)
    sent(pair, by=pair.supporter)

    def seen(by: Account) -> list[bool]:
        page = client_of(by).get(url("show", pair.id)).content.decode()
        page = page.partition('<div id="newest"')[0]
        return ["data-attachment open" in one for one in page.split('<details class="picture"')[1:]]

    assert (seen(pair.member), seen(pair.supporter)) == ([True, False], [False, True])
    client = client_of(pair.member)
    for _again in range(2):
        assert client.post(url("pictures_shown", pair.id), {"on": "on"}).status_code == 302
        assert (seen(pair.member), seen(pair.supporter)) == ([True, True], [False, True])
    client.post(url("pictures_shown", pair.id), {"on": "off"})
    assert seen(pair.member) == [True, False]
    recorded = apps.get_model("audit.Event").objects
    assert recorded.filter(verb="conversations.talk_settings_changed").count() == 2
    with pytest.raises(NotAllowed):
        actions.show_pictures(conversation_id=pair.id, on=True, by=person())


# Being gone


def test_a_deleted_message_takes_its_picture_out_of_everything_at_once(pair: Pair) -> None:
    seq, pk = sent(pair)
    pair.say("An answer", by=pair.supporter, about=seq)
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member)
    for account in (pair.member, pair.supporter):
        for address in (file(pair, pk), url("look", pair.id, pk)):
            assert status(account, address) == 404
        page = client_of(account).get(url("show", pair.id)).content.decode()
        assert str(pk) not in page and "My dog" not in page
    assert "attachments" not in json.dumps(heard(pair))
    assert Attachment.objects.filter(pk=pk).exists()  # sealed, for a report


def test_after_thirty_days_it_is_deleted_and_others_stay(pair: Pair) -> None:
    with clock.frozen(clock.now() - KEPT_FOR - timedelta(hours=1)):
        seq, _pk = sent(pair)
        edited, stays = sent(pair)
        actions.delete_message(
            conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member
        )
        actions.edit_message(
            conversation_id=pair.id, client_id=uuid4(), about=edited, text="New", by=pair.member
        )
    young, kept = sent(pair)
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=young, by=pair.member)
    actions.forget_versions(by=RULE)
    assert set(Attachment.objects.values_list("pk", flat=True)) == {stays, kept}
    line = queries.line_of(pair.id, edited)
    assert line is not None
    assert (line.text, [one.id for one in line.attachments]) == ("New", [stays])


def test_who_is_erased_takes_their_pictures_and_the_other_s_stay(
    pair: Pair, settings: Any, tmp_path: Any
) -> None:
    settings.ERASURES_FILE = tmp_path / "tombstones.jsonl"
    _seq, pk = sent(pair)
    unsent = upload(pair)
    _seq, theirs = sent(pair, by=pair.supporter)
    asked = accounts.ask_erasure(account=pair.member, by=pair.member)
    with clock.frozen(asked.due_at):
        accounts.erase_due(by=RULE)
    assert Erasure.objects.get(pk=asked.pk).done_at is not None
    assert not Attachment.objects.filter(pk__in=[pk, unsent]).exists()
    assert [status(pair.supporter, file(pair, one)) for one in (theirs, pk)] == [200, 404]
    page = text_of(client_of(pair.supporter).get(url("show", pair.id)))
    assert "This message was erased." in page


def test_with_the_conversation_s_key_all_go(pair: Pair) -> None:
    _seq, pk = sent(pair)
    end(pair, pair.member)
    actions.destroy_key(conversation_id=pair.id, by=RULE)
    assert not Attachment.objects.exists() and not MessageAttachment.objects.exists()
    assert status(pair.member, file(pair, pk)) == 404
    assert client_of(pair.member).get(url("show", pair.id)).status_code == 200


def test_words_for_danger_are_read_and_a_picture_alone_goes_by(pair: Pair) -> None:
    sent(pair, text="")
    seq, _pk = sent(pair, text="I am going to kill myself tonight")
    assert actions.read_for_danger(conversation_id=pair.id, by=RULE) == 3
    found = apps.get_model("safety.Finding").objects.values_list("subject_id", flat=True)
    assert list(found) == [f"{pair.id}/{seq}"]


def test_a_copy_of_one_s_data_has_one_s_own_as_files_and_says_that_the_other_sent_some(
    pair: Pair,
) -> None:
    _seq, own = sent(pair)
    _seq, theirs = sent(pair, by=pair.supporter)
    whole = b"".join(exporting.stream(pair.member, language="en", zone="UTC"))
    archive = zipfile.ZipFile(io.BytesIO(whole))
    assert [name for name in archive.namelist() if "pictures/" in name] == [f"pictures/{own}.webp"]
    assert made.read(archive.read(f"pictures/{own}.webp")).size == (80, 60)
    data = json.loads(archive.read("data.json"))
    told = [one["attachments"] for one in data["conversations"]["conversations"][0]["messages"][1:]]
    assert told == [
        [{"what": "picture", "file": f"pictures/{own}.webp", "on_it": "My dog"}],
        [{"what": "picture", "file": None, "on_it": "My dog"}],
    ]
    page = archive.read("read-me.html").decode()
    assert f"pictures/{own}.webp" in page and str(theirs) not in page


# Reported


def reported(pair: Pair, seq: int) -> tuple[Account, Any]:
    actions.report_message(
        conversation_id=pair.id, seq=seq, reason=ReportReason.OTHER, words="", by=pair.supporter
    )
    moderator = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    [case] = cases_visible_to(moderator)
    return moderator, safety.assign_case(case=case, by=moderator)


def test_a_report_takes_a_copy_that_stays_whatever_becomes_of_the_message(pair: Pair) -> None:
    with clock.frozen(clock.now() - KEPT_FOR - timedelta(hours=1)):
        seq, pk = sent(pair, text="")
        actions.delete_message(
            conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member
        )
        page = client_of(pair.supporter).get(url("report", pair.id, seq))
        assert str(pk) not in page.content.decode()
        moderator, case = reported(pair, seq)
    actions.forget_versions(by=RULE)
    assert not Attachment.objects.filter(pk=pk).exists()
    [read] = safety.read_evidence(case=case, by=moderator)
    [copy] = read.enclosed
    assert (copy.words, read.evidence) == ("My dog", "")
    client = client_of(moderator)
    shown = client.post(f"/safety/cases/{case.pk}/evidence/").content.decode()
    address = f"/safety/cases/{case.pk}/files/{copy.id}/whole/"
    assert address in shown and '<details class="enclosed">' in shown
    answer = client.get(address)
    assert made.read(answer.content).size == (80, 60)
    assert answer["Content-Security-Policy"] == POLICY
    second = make_account(programme=pair.programme, roles=[Role.MODERATOR])
    assert [status(one, address) for one in (second, pair.supporter, pair.member)] == [404] * 3


def test_a_copy_is_seen_in_its_own_case_only_and_the_original_by_no_moderator(pair: Pair) -> None:
    seq, pk = sent(pair)
    moderator, case = reported(pair, seq)
    other = Pair()
    theirs, _pk = sent(other)
    far, far_case = reported(other, theirs)
    [copy] = safety.read_evidence(case=far_case, by=far)[0].enclosed
    client = client_of(moderator)
    for one in (pk, copy.id):
        assert client.get(f"/safety/cases/{case.pk}/files/{one}/whole/").status_code == 404
    assert status(moderator, file(pair, pk)) == 404


def test_reporting_again_copies_nothing(pair: Pair) -> None:
    seq, _pk = sent(pair)
    reported(pair, seq)
    count = Attachment.objects.count()
    actions.report_message(
        conversation_id=pair.id, seq=seq, reason=ReportReason.OTHER, words="", by=pair.supporter
    )
    assert Attachment.objects.count() == count == 2


# What the database promises


def broken(statement: str, *values: object) -> str:
    """What it says to a statement, at once or at commit."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        return str(error)
    return ""


LINK = (
    "INSERT INTO conversations_messageattachment (conversation_id, seq, position, attachment_id)"
    " VALUES (%s, %s, %s, %s)"
)
SAY = (
    "INSERT INTO conversations_message"
    " (conversation_id, at, seq, author_id, client_id, kind, sealed_text, attached)"
    " VALUES (%s, now(), 99, %s, gen_random_uuid(), %s, 'x', %s)"
)


def test_a_message_carries_what_it_says_and_only_a_text_does(pair: Pair) -> None:
    assert "has all it says" in broken(SAY, pair.id, pair.member.id, "text", 1)
    assert "message_carries_a_few" in broken(SAY, pair.id, pair.member.id, "text", 5)
    assert "message_carries_a_few" in broken(SAY, pair.id, pair.member.id, "closing", 1)
    assert broken(SAY, pair.id, pair.member.id, "text", 0) == ""


def test_it_carries_its_author_s_own_unsent_for_this_conversation(pair: Pair) -> None:
    seq, used = sent(pair)
    plain = pair.say("words")
    other = Pair()
    cases = {
        "another's": (seq, 0, upload(pair, pair.supporter)),
        "from elsewhere": (seq, 0, upload(other, other.member)),
        "one more than it says": (seq, 1, upload(pair)),
        "to words alone": (plain, 0, upload(pair)),
        "sent before": (plain, 0, used),
        "to nothing": (77, 0, upload(pair)),
    }
    for name, (about, position, pk) in cases.items():
        assert broken(LINK, pair.id, about, position, pk) != "", name


@pytest.mark.parametrize("change", ["position = 1", "seq = 1", "attachment_id = gen_random_uuid()"])
def test_what_a_message_carries_never_changes(pair: Pair, change: str) -> None:
    sent(pair)
    update = f"UPDATE conversations_messageattachment SET {change}"  # noqa: S608 - ours
    assert "stays with it" in broken(update)
    assert "append-only" in broken("UPDATE conversations_message SET attached = 0")


def test_it_goes_only_when_the_words_may(pair: Pair) -> None:
    delete = "DELETE FROM conversations_messageattachment"
    seq, pk = sent(pair)
    assert "stays with it" in broken(delete)
    assert broken("DELETE FROM attachments_attachment WHERE id = %s", pk) != ""
    actions.delete_message(conversation_id=pair.id, client_id=uuid4(), about=seq, by=pair.member)
    assert "stays with it" in broken(delete)
    old = Pair()
    with clock.frozen(clock.now() - KEPT_FOR - timedelta(hours=1)):
        late, _pk = sent(old)
        actions.delete_message(conversation_id=old.id, client_id=uuid4(), about=late, by=old.member)
    assert broken(f"{delete} WHERE conversation_id = %s", old.id) == ""


def test_the_job_never_takes_what_is_being_sent(pair: Pair) -> None:
    """Held by the sending, it is not unsent any more when the job gets to it."""
    with clock.frozen(clock.now() - attachments.UNSENT_FOR):
        seq, pk = sent(pair)
        waits = upload(pair)
    assert attachments.forget_unsent(by=RULE) == 1
    assert not Attachment.objects.filter(pk=waits).exists()
    line = queries.line_of(pair.id, seq)
    assert line is not None and [one.id for one in line.attachments] == [pk]
    assert Attachment.objects.get(pk=pk).place == topic_of(pair.id)
