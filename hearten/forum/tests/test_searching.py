"""Searching the community: what one may read and nothing else, in any form of a word, best first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hearten.accounts.actions import block
from hearten.accounts.models import Account, Programme, Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.forum import actions, jobs, queries
from hearten.forum.models import CommonWord, Post, PostWords, Space, Thread
from hearten.forum.rules import search as rules
from hearten.forum.tests.factories import TESTS, make_space, start, write
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed

PAGE = "/community/search/"


@pytest.fixture
def thread(space: Space, opener: Account) -> Thread:
    return start(space, opener, title="Panic on the bus", text="It comes every morning.")


def found(person: Account, words: str, programme: Programme | None = None) -> list[str]:
    """The texts that are found, best first."""
    programme = programme or Programme.objects.get(
        memberships__account=person, memberships__role=Role.MEMBER
    )
    return [hit.post.text for hit in queries.search(person, programme, words).hits]


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("mornings", True),
        ("PANIC", True),
        ("panic mornings", True),
        ("panic evening", False),
        ('"every morning"', True),
        ('"morning every"', False),
        ("panic -bus", False),
        ("evening or morning", True),
        ("mornin", False),
        ("the", False),
        ("'; drop table", False),
        ("!!! & | :*", False),
    ],
)
def test_which_words_find_a_thread(thread: Thread, other: Account, words: str, there: bool) -> None:
    assert found(other, words) == (["It comes every morning."] if there else [])


def test_each_space_is_read_in_its_language(
    programme: Programme, opener: Account, other: Account
) -> None:
    spanish, arabic = (make_space(programme, language=one) for one in ("es", "ar"))
    start(spanish, opener, title="Por las noches", text="Me despertaba llorando.")
    start(arabic, opener, title="في الليل", text="لا أستطيع النوم، الأفكار كثيرة.")
    start(make_space(programme), opener, title="Nights", text="I was crying.")
    assert found(other, "despertando") == ["Me despertaba llorando."]
    assert found(other, "أفكار") == ["لا أستطيع النوم، الأفكار كثيرة."]
    assert found(other, "cries") == ["I was crying."]


def test_another_language_of_a_space_reads_it_anew(
    programme: Programme, opener: Account, other: Account
) -> None:
    space = make_space(programme, "Noches", language="en")
    start(space, opener, title="Por las noches", text="Me despertaba llorando.")
    assert found(other, "despertando") == []
    actions.save_space(
        programme=programme, space=space, name="Noches", purpose="Dormir", language="es", by=TESTS
    )
    assert found(other, "despertando") == ["Me despertaba llorando."]


def test_what_fits_better_comes_first(space: Space, opener: Account, other: Account) -> None:
    start(
        space, opener, title="Evenings", text="Panic, and then a long walk around the whole lake."
    )
    start(space, opener, title="Panic", text="What helps you?")
    start(space, opener, title="Mornings", text="Sometimes panic.")
    assert found(other, "panic")[0] == "What helps you?"
    assert len(found(other, "panic")) == 3


def test_what_one_may_not_read_is_not_found(
    thread: Thread, opener: Account, other: Account, programme: Programme
) -> None:
    secret = write(thread, other, "A harbour of my own.")
    held = write(thread, other, "The harbour: call me on 07700 900123.")
    reader = make_account(programme=programme)
    moderator = make_account(programme=programme, roles=[Role.MODERATOR])
    stranger = make_account(programme=make_programme())
    everybody = (opener, reader, moderator, stranger)
    assert [found(one, "harbour", programme) for one in everybody] == [
        *[["A harbour of my own."]] * 3,
        [],
    ]
    block(of=other, by=reader)
    assert [found(one, "harbour", programme) for one in (reader, other)] == [
        [],
        ["A harbour of my own."],
    ]
    assert not PostWords.objects.filter(post=held).exists()
    actions.release_post(post=held, by=moderator)
    assert len(found(opener, "harbour")) == 2
    actions.take_away(post=held, by=other)
    actions.take_away(post=secret, by=other)
    assert found(opener, "harbour") == []
    assert not PostWords.objects.filter(post__in=[held, secret]).exists()


def test_other_words_are_found_and_earlier_ones_are_not(
    thread: Thread, opener: Account, other: Account
) -> None:
    first = thread.posts.get()
    actions.edit_post(post=first, title="Fear on the tram", text=first.text, by=opener)
    assert (found(other, "panic"), found(other, "tram")) == ([], ["It comes every morning."])
    actions.edit_post(post=first, text="In the evening.", by=opener)
    assert (found(other, "morning"), found(other, "evening")) == ([], ["In the evening."])


def test_a_word_mistyped_is_the_one_that_several_wrote(
    thread: Thread, opener: Account, other: Account, programme: Programme, at_any_pace: None
) -> None:
    for _ in range(2):
        write(thread, opener, "A panic tonight, said Zebedee.")
    write(thread, opener, "A panic tonight.")
    assert queries.search(other, programme, "panick").hits == []
    jobs.gather_words(0)
    answer = queries.search(other, programme, "Panick tonight")
    assert (answer.words, len(answer.hits)) == ("panic tonight", 3)
    assert queries.search(other, programme, "Zebede").hits == []
    assert not CommonWord.objects.filter(word="zebedee").exists()
    elsewhere = make_programme()
    assert queries.search(make_account(programme=elsewhere), elsewhere, "panick").words == "panick"


def test_words_go_with_those_who_wrote_them(
    thread: Thread, opener: Account, programme: Programme, at_any_pace: None
) -> None:
    posts = [write(thread, opener, "A panic tonight.") for _ in range(3)]
    jobs.gather_words(0)
    jobs.gather_words(0)
    assert sorted(CommonWord.objects.values_list("word", "posts")) == [("panic", 3), ("tonight", 3)]
    actions.take_away(post=posts[0], by=opener)
    jobs.gather_words(0)
    assert not CommonWord.objects.exists()
    with pytest.raises(NotAllowed):
        actions.gather_words(programme=programme, by=opener)


def test_the_database_keeps_rare_words_out(programme: Programme) -> None:
    for said in ({"word": "zebedee", "posts": 2}, {"word": "", "posts": 9}):
        with pytest.raises(IntegrityError, match="common_word_is_common"), transaction.atomic():
            CommonWord.objects.create(programme=programme, shortened=[], **said)


def test_the_page_marks_what_was_found(thread: Thread, other: Account) -> None:
    write(thread, other, "**Mornings** & evenings are hard [here](/there), 1 < 2.")
    page = client_of(other).post(PAGE, {"words": "morning"}).content.decode()
    assert "<mark>Mornings</mark> &amp; evenings are hard here, 1 &lt; 2." in page
    assert "It comes every <mark>morning</mark>." in page
    assert f'href="{reverse("forum:post", args=[thread.pk, 2])}"' in page
    by_address = client_of(other).get(f"{PAGE}?words=morning").content.decode()
    assert "every" not in by_address


@pytest.mark.parametrize("words", ["", "   ", "x" * 121])
def test_nothing_to_look_for_is_said_beside_the_box(other: Account, words: str) -> None:
    answer = client_of(other).post(PAGE, {"words": words})
    assert (answer.status_code, 'id="words-error"' in answer.content.decode()) == (422, True)


def test_nothing_found_says_what_to_do(other: Account) -> None:
    answer = client_of(other).post(PAGE, {"words": "harbour"})
    assert (answer.status_code, "Nothing found" in answer.content.decode()) == (200, True)


def test_a_search_goes_on_page_by_page_and_costs_the_same(
    thread: Thread, opener: Account, other: Account, at_any_pace: None, monkeypatch: Any
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found(other, "morning")
        return len(seen)

    few = asked()
    for number in range(rules.FOUND_PAGE + 4):
        write(thread, opener, f"Morning number {number}.")
    assert asked() == few
    programme = thread.space.programme
    pages = [queries.search(other, programme, "morning", page=page) for page in (1, 2, 3)]
    assert [(len(one.hits), one.more) for one in pages] == [(20, True), (5, False), (0, False)]
    assert len({hit.post.pk for one in pages for hit in one.hits}) == 25
    client = client_of(other)
    assert "Show more" in client.post(PAGE, {"words": "morning"}).content.decode()
    assert "Show more" not in client.post(PAGE, {"words": "morning", "page": 2}).content.decode()
    monkeypatch.setattr(rules, "LOOKED_AT", 7)
    newest = Post.objects.order_by("-pk").values_list("text", flat=True)[:7]
    assert sorted(found(other, "morning")) == sorted(newest)


def test_what_was_written_long_ago_is_found(space: Space, opener: Account, other: Account) -> None:
    with clock.frozen(clock.now() - timedelta(days=900)):
        start(space, opener, title="Long ago", text="A harbour.")
    assert found(other, "harbour") == ["A harbour."]


def test_covered_words_are_found_and_not_shown_and_left_out_ones_are_not_found(
    thread: Thread, opener: Account, other: Account
) -> None:
    reader = make_account(programme=thread.space.programme)
    write(thread, other, "A harbour of my own.", notes=["self_harm"])
    page = client_of(reader).post(PAGE, {"words": "harbour"}).content.decode()
    assert ("About: self-harm" in page, "of my own" in page) == (True, False)
    own = client_of(other).post(PAGE, {"words": "harbour"}).content.decode()
    assert "A <mark>harbour</mark> of my own." in own
    actions.save_reading(hidden=["self_harm"], uncovered=True, by=reader)
    assert found(reader, "harbour") == []
    actions.save_reading(hidden=[], uncovered=True, by=reader)
    page = client_of(reader).post(PAGE, {"words": "harbour"}).content.decode()
    assert "A <mark>harbour</mark> of my own." in page


def test_nothing_of_a_thread_that_is_left_out_is_found(
    space: Space, opener: Account, other: Account
) -> None:
    thread = start(space, opener, title="A harbour", text="Mine.", notes=["grief"])
    write(thread, opener, "The harbour again.")
    assert len(found(other, "harbour")) == 2
    actions.save_reading(hidden=["grief"], uncovered=False, by=other)
    assert found(other, "harbour") == []
