"""Keeping: sealed for one place, one author's until it is sent, then as it is until it goes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from hearten.accounts.models import Account
from hearten.accounts.tests.factories import make_account
from hearten.attachments import actions, queries
from hearten.attachments.models import Attachment
from hearten.attachments.rules import KEPT_MOST, SMALL, UPLOAD_MOST, WHOLE
from hearten.attachments.tests import made
from hearten.foundation import clock, crypto
from hearten.foundation.actors import SystemActor
from hearten.foundation.errors import Invalid, NotAllowed

pytestmark = pytest.mark.django_db
RULE = SystemActor("tests")
HERE = "tests:here"
KEY = crypto.new_wrapped_key


@pytest.fixture
def author() -> Account:
    return make_account()


@pytest.fixture
def key() -> crypto.WrappedKey:
    return crypto.new_wrapped_key()


def keep(author: Account, key: bytes, words: str = "My dog zqdog") -> UUID:
    kept = actions.keep_picture(
        place=HERE, wrapped_key=key, sent=made.photograph(), words=words, by=author
    )
    return kept.id


def row(pk: UUID) -> Attachment:
    return Attachment.objects.get(pk=pk)


def test_what_is_kept_opens_with_its_place_s_key_and_is_nowhere_in_the_clear(
    author: Account, key: bytes
) -> None:
    pk = keep(author, key)
    known = queries.described([pk], key)[pk]
    assert (known.kind, known.width, known.height, known.words) == (
        "picture",
        600,
        800,
        "My dog zqdog",
    )
    assert made.read(queries.content_of(pk, WHOLE, key) or b"").size == (600, 800)
    assert made.read(queries.content_of(pk, SMALL, key) or b"").size == (360, 480)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM attachments_attachment t")
        [(text,)] = cursor.fetchall()
    assert b"zqdog".hex() not in text and b"WEBPVP8".hex() not in text


def test_it_opens_with_no_other_key_and_in_no_other_row_place_or_size(
    author: Account, key: bytes
) -> None:
    pk, other = keep(author, key), keep(author, key)
    with pytest.raises(crypto.Unreadable):
        queries.content_of(pk, WHOLE, crypto.new_wrapped_key())
    sealed = row(pk)
    context = queries.sealed_in(sealed, WHOLE)
    moved = [
        (sealed.sealed_whole, queries.sealed_in(row(other), WHOLE)),
        (sealed.sealed_whole, queries.sealed_in(sealed, SMALL)),
        (sealed.sealed_whole, context.replace(HERE, "tests:there")),
    ]
    for content, where in moved:
        with pytest.raises(crypto.Unreadable):
            crypto.unseal_bytes(crypto.unwrap(key), content, context=where)
    assert queries.content_of(pk, "sealed_words", key) is None
    assert queries.content_of(pk, WHOLE, None) is None
    assert queries.described([pk], None) == {}


def test_a_description_is_optional_and_bounded(author: Account, key: bytes) -> None:
    assert queries.described([pk := keep(author, key, " ")], key)[pk].words == ""
    with pytest.raises(Invalid) as error:
        keep(author, key, "a" * 501)
    assert list(error.value.fields) == ["words"]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "empty"),
        (b"x" * (UPLOAD_MOST + 1), "too_big_picture"),
        (b"<svg>", "unknown"),
        (made.png_of(50_000, 50_000), "too_many_pixels"),
        (b"\xff\xd8\xff" + b"x" * 100, "unreadable"),
        (b"\0\0\0\x18ftypheic", "heic"),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_and_says_what_to_do(
    author: Account, key: bytes, sent: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as error:
        actions.keep_picture(place=HERE, wrapped_key=key, sent=sent, words="", by=author)
    assert error.value.code == code
    assert error.value.fields["picture"] == error.value.message
    assert "Please" in error.value.message
    assert not Attachment.objects.exists()


def test_only_a_person_sends_a_picture(key: bytes) -> None:
    with pytest.raises(NotAllowed):
        actions.keep_picture(place=HERE, wrapped_key=key, sent=b"", words="", by=RULE)


def test_until_it_is_sent_it_is_its_author_s_in_this_place_and_then_nobody_s(
    author: Account, key: bytes
) -> None:
    pk = keep(author, key)
    assert [one.id for one in queries.unsent_by(author.pk, HERE, [pk, pk], key)] == [pk]
    assert queries.unsent_by(make_account().pk, HERE, [pk], key) == []
    assert queries.unsent_by(author.pk, "tests:there", [pk], key) == []
    with transaction.atomic():
        assert actions.hold_unsent(place="tests:there", attachment_ids=[pk], by=author) == {}
        assert actions.hold_unsent(place=HERE, attachment_ids=[pk], by=author) == {pk: author.pk}
        actions.mark_sent(attachment_ids=[pk], by=author)
        assert actions.hold_unsent(place=HERE, attachment_ids=[pk], by=author) == {}
    first = row(pk).sent_at
    actions.mark_sent(attachment_ids=[pk], by=author)
    assert row(pk).sent_at == first
    assert queries.unsent_by(author.pk, HERE, [pk], key) == []


def test_what_is_never_sent_goes_after_six_hours(author: Account, key: bytes) -> None:
    with clock.frozen(clock.now() - timedelta(hours=6)):
        old, sent = keep(author, key), keep(author, key)
    young = keep(author, key)
    actions.mark_sent(attachment_ids=[sent], by=author)
    assert actions.forget_unsent(by=RULE) == 1
    assert actions.forget_unsent(by=RULE) == 0
    assert {one.pk for one in Attachment.objects.all()} == {sent, young}
    assert not Attachment.objects.filter(pk=old).exists()
    with pytest.raises(NotAllowed):
        actions.forget_unsent(by=author)


def test_a_copy_is_sealed_with_the_other_place_s_key_and_stays_when_the_first_goes(
    author: Account, key: bytes
) -> None:
    case_key = crypto.new_wrapped_key()
    pk = keep(author, key)
    gone = keep(author, key)
    actions.remove(attachment_ids=[gone], by=RULE)
    [copied] = actions.copy(
        attachment_ids=[gone, pk], opened_with=key, place="case:1", wrapped_key=case_key, by=author
    )
    actions.remove(attachment_ids=[pk], by=RULE)
    known = queries.described([copied], case_key)[copied]
    assert (known.words, known.width) == ("My dog zqdog", 600)
    assert made.read(queries.content_of(copied, WHOLE, case_key) or b"").size == (600, 800)
    assert (row(copied).author_id, row(copied).place) == (None, "case:1")
    with pytest.raises(crypto.Unreadable):
        queries.described([copied], key)


def test_only_a_rule_removes(author: Account, key: bytes) -> None:
    pk = keep(author, key)
    for call in (actions.remove, actions.erase):
        with pytest.raises(NotAllowed):
            what: Any = {"attachment_ids": [pk]} if call is actions.remove else {"account": author}
            call(**what, by=author)
    assert actions.erase(account=author, by=RULE).rows == {"attachments.attachment": 1}
    assert actions.erase(account=author, by=RULE).rows == {}


# What the database promises


@pytest.mark.parametrize(
    "change",
    [
        {"place": ""},
        {"kind": "other"},
        {"width": None},
        {"seconds": 5},
        {"width": 0},
        {"height": 2049},
        {"sealed_small": None},
        {"sealed_whole": b""},
        {"sealed_whole": b"x" * (KEPT_MOST + 1)},
        {"sealed_small": b"x" * (KEPT_MOST + 1)},
        {"sealed_words": b""},
    ],
)
def test_a_row_that_is_not_whole_is_refused(author: Account, change: dict[str, Any]) -> None:
    good: dict[str, Any] = {
        "author": author,
        "place": HERE,
        "kind": "picture",
        "width": 1,
        "height": 2048,
        "sealed_whole": b"x" * 40,
        "sealed_small": b"x" * 40,
    }
    Attachment.objects.create(**good)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(**good | change)


@pytest.mark.parametrize(
    "change",
    [
        {"sealed_whole": b"x" * 40},
        {"sealed_words": None},
        {"width": 5},
        {"place": "tests:there"},
        {"at": clock.now()},
    ],
)
def test_what_is_kept_stays_as_it_is(author: Account, key: bytes, change: dict[str, Any]) -> None:
    pk = keep(author, key)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=pk).update(author=make_account())
    Attachment.objects.filter(pk=pk).update(sent_at=clock.now())
    for again in (None, clock.now()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=pk).update(sent_at=again)
    Attachment.objects.filter(pk=pk).update(author=None)
