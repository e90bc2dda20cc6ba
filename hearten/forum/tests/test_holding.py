"""What is held, for whom, and how it opens again. Pain is never held."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from hearten.accounts.models import Role
from hearten.accounts.tests.factories import client_of, make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.jobs import READER
from hearten.forum.models import Post, PostVersion, Thread
from hearten.forum.rules import Why, gravest, held_words
from hearten.forum.tests.factories import start, write
from hearten.foundation import clock
from hearten.foundation.errors import NotAllowed, NotPossible
from hearten.triage.rules import score

pytestmark = pytest.mark.django_db
Alert, Case, Finding = (apps.get_model("safety", name) for name in ("Alert", "Case", "Finding"))
PHONE = "Call me any time on 07700 900123."
METHOD = "I know the most painless way to die."
PAIN = "I want to die. I have the pills here."
HEAVY = "I do not want to live any more."


@pytest.fixture
def moderator(programme):
    return make_account("Watching Person", programme=programme, roles=[Role.MODERATOR])


@pytest.fixture
def thread(space, opener):
    return start(space, opener, text="I cannot sleep.")


@pytest.mark.parametrize(
    ("text", "why", "phrases"),
    [
        (PHONE, Why.CONTACT, ["07700 900123"]),
        ("Write to ana.r@example.org", Why.CONTACT, ["ana.r@example.org"]),
        (METHOD, Why.METHOD, ["most painless way to die"]),
        (f"{METHOD} {PHONE}", Why.METHOD, ["most painless way to die", "07700 900123"]),
        ("Mátate ya.", Why.METHOD, ["Mátate"]),
        (PAIN, None, []),
        (HEAVY, None, []),
        ("Quiero morirme.", None, []),
        ("I hurt myself last night.", None, []),
        ("Please do not kill yourself.", None, []),
        ("The Samaritans answer on 116 123.", None, []),
        ("A quiet evening.", None, []),
        # The model alone takes this for encouragement, from no words that could be named.
        ("En casa creen que es cansancio, y es *el tema* de cada comida.", None, []),
    ],
)
def test_what_holds_a_text(text, why, phrases):
    words = held_words(score(text))
    assert gravest(words) == why
    assert [text[one.start : one.end] for one in words] == phrases


def sees(person, text):
    return queries.posts_visible_to(person).filter(text=text).exists()


@pytest.mark.parametrize(("text", "held_for"), [(PHONE, "contact"), (METHOD, "method")])
def test_only_its_writer_and_moderators_read_a_held_post(
    thread, opener, other, moderator, programme, text, held_for
):
    post = write(thread, other, text=text)
    assert (post.held_for, post.held_at is not None) == (held_for, True)
    far = make_account(programme=make_programme(), roles=[Role.MODERATOR])
    third = make_account(programme=programme, roles=[Role.MANAGER])
    seen = {who: sees(who, text) for who in (other, moderator, opener, third, far)}
    assert seen == {other: True, moderator: True, opener: False, third: False, far: False}
    with pytest.raises(NotPossible):
        write(thread, opener, about=post.number)


def test_a_held_answer_does_not_end_the_waiting_until_it_opens(thread, other, moderator, space):
    post = write(thread, other, text=PHONE)
    before = Thread.objects.get()
    assert (before.answered_at, before.newest_number, before.last_at) == (None, 2, thread.last_at)
    actions.release_post(post=post, by=moderator)
    after = Thread.objects.get()
    assert (after.answered_number, after.last_at > thread.last_at) == (2, True)


def test_words_that_are_taken_out_open_it_at_once(thread, opener, other):
    post = write(thread, other, text=PHONE)
    post = actions.edit_post(post=post, text="Call me any time.", by=other)
    assert (post.held_at, post.held_for) == (None, "")
    assert sees(opener, "Call me any time.")
    assert Thread.objects.get().answered_number == 2


def test_words_that_are_put_in_later_hold_it(thread, opener, other):
    post = write(thread, other, text="Call me any time.")
    actions.edit_post(post=post, text=PHONE, by=other)
    assert not sees(opener, PHONE)


@pytest.mark.parametrize("said", [{"text": PHONE}, {"title": "Find me on insta @anita_92"}])
def test_a_thread_whose_first_words_are_held_is_not_there_for_others(
    space, opener, other, moderator, said
):
    thread = start(space, opener, **said)
    listed = {
        who: thread in queries.threads_of_space(who, space) for who in (opener, other, moderator)
    }
    assert listed == {opener: True, other: False, moderator: True}
    assert not queries.posts_visible_to(other).exists()
    first = thread.posts.get()
    actions.edit_post(post=first, title="Awake", text="I cannot sleep.", by=opener)
    assert list(queries.threads_of_space(other, space).values_list("title", flat=True)) == ["Awake"]
    kept = PostVersion.objects.get()
    assert (kept.title, kept.text) == (thread.title, first.text)


def test_a_thread_whose_first_words_become_held_hides_its_answers_too(thread, opener, other):
    write(thread, other, text="I am here.")
    actions.edit_post(post=thread.posts.get(number=1), text=PHONE, by=opener)
    assert not queries.posts_visible_to(other).exists()


def test_moderators_release_or_take_away_and_not_in_their_own_cause(
    thread, opener, other, moderator
):
    post = write(thread, other, text=PHONE)
    own = write(thread, moderator, text=PHONE)
    assert list(queries.held_posts(moderator, thread.space.programme)) == [post]
    for by in (opener, other):
        assert not queries.held_posts(by, thread.space.programme).exists()
        with pytest.raises(NotAllowed):
            actions.release_post(post=post, by=by)
        with pytest.raises(NotAllowed):
            actions.take_away_as_moderator(post=post, by=by)
    with pytest.raises(NotAllowed):
        actions.release_post(post=own, by=moderator)
    for _twice in range(2):
        actions.release_post(post=post, by=moderator)
    assert sees(opener, PHONE)
    for _twice in range(2):
        actions.take_away_as_moderator(post=post, by=moderator)
    post.refresh_from_db()
    assert (post.text, post.by_moderator) == ("", True)
    acts = Event.objects.filter(verb__in=["forum.post_released", "forum.post_taken_away"])
    assert list(acts.values_list("verb", "details__moderator")) == [
        ("forum.post_released", None),
        ("forum.post_taken_away", True),
    ]


def test_pain_is_open_its_writer_gets_a_card_and_people_are_called(thread, opener, other):
    post = write(thread, other, text=PAIN)
    assert post.held_at is None
    finding = Finding.objects.get(author=other)
    assert (finding.level, finding.place) == (3, f"forum:{thread.pk}")
    assert Case.objects.get(about=other) == finding.case
    assert Alert.objects.filter(case=finding.case).exists()
    page = client_of(other).get(reverse("forum:thread", args=[thread.pk])).content.decode()
    assert "You do not have to get through this alone" in page
    theirs = client_of(opener).get(reverse("forum:thread", args=[thread.pk])).content.decode()
    assert "You do not have to get through this alone" not in theirs
    assert "Help now, for them or for you" in theirs
    client_of(other).post(reverse("forum:put_away", args=[thread.pk]))
    page = client_of(other).get(reverse("forum:thread", args=[thread.pk])).content.decode()
    assert "You do not have to get through this alone" not in page


def test_possible_risk_goes_to_people_when_nobody_answers_in_time(thread, opener, other):
    unanswered = write(thread, other, text=HEAVY)
    answered = start(thread.space, other, text=HEAVY)
    write(answered, opener, text="I am here.")
    assert not Case.objects.exists()
    with clock.frozen(clock.now() + timedelta(minutes=14)):
        assert actions.bring_unanswered(by=READER) == 0
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert actions.bring_unanswered(by=READER) == 1
        assert actions.bring_unanswered(by=READER) == 0
    assert (
        Finding.objects.exclude(case=None)
        .get()
        .subject_id.startswith(f"{thread.pk}/{unanswered.number}/")
    )
    with pytest.raises(NotAllowed):
        actions.bring_unanswered(by=other)


def test_a_held_answer_answers_nobody(thread, opener, other):
    write(thread, opener, text=HEAVY)
    write(thread, other, text=PHONE)
    heavy = Finding.objects.get(author=opener, level=2)
    assert heavy.answered_at is None
    write(thread, other, text="I am here.")
    heavy.refresh_from_db()
    assert heavy.answered_at is not None


def test_what_the_scorer_cannot_cope_with_is_open_and_goes_to_a_person(thread, other, monkeypatch):
    def fails(text):
        raise RuntimeError

    monkeypatch.setattr("hearten.triage.rules.score", fails)
    post = write(thread, other, text="anything")
    assert post.held_at is None
    assert Finding.objects.get(author=other).level == 2


def test_nothing_is_written_when_what_was_found_cannot_be_kept(thread, other, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr("hearten.safety.actions.note_finding", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        write(thread, other, text=PAIN)
    assert Post.objects.count() == 1


def test_the_writer_reads_which_words_and_how_to_say_it(thread, opener, other):
    client = client_of(other)
    address = reverse("forum:thread", args=[thread.pk])
    post = write(thread, other, text=METHOD)
    page = client.get(address).content.decode()
    assert "Only you, hosts of this space and moderators can read this so far." in page
    assert '<q dir="auto">most painless way to die</q>' in page
    assert "what you need tonight" in page
    assert reverse("forum:change", args=[thread.pk, post.number]) in page
    assert METHOD not in client_of(opener).get(address).content.decode()
    assert client_of(opener).get(reverse("forum:post", args=[thread.pk, 2])).status_code == 404


def test_moderators_work_through_the_pages(thread, opener, other, moderator):
    one, two = (write(thread, other, text=text) for text in (PHONE, METHOD))
    client = client_of(moderator)
    assert "2 posts are held" in client.get(reverse("forum:spaces")).content.decode()
    page = client.get(reverse("forum:held")).content.decode()
    assert ("07700 900123" in page, "most painless way to die" in page) == (True, True)
    client.post(reverse("forum:release", args=[thread.pk, one.number]))
    remove = reverse("forum:remove", args=[thread.pk, two.number])
    assert METHOD in client.get(remove).content.decode()
    client.post(remove)
    assert client.get(remove).status_code == 404
    assert "Nothing is held" in client.get(reverse("forum:held")).content.decode()
    address = reverse("forum:thread", args=[thread.pk])
    theirs = client_of(opener).get(address).content.decode()
    assert ("07700 900123" in theirs, METHOD in theirs) == (True, False)
    mine = client_of(other).get(address).content.decode()
    assert "A moderator took this away. Only you can still read it." in mine
    assert METHOD in mine
    for who in (opener, other):
        assert client_of(who).get(reverse("forum:held")).status_code == 404
        assert client_of(who).post(remove).status_code == 404


def test_the_database_holds_to_it(thread, other, space):
    post = write(thread, other, text=PHONE)
    rows = Post.objects.filter(pk=post.pk)
    wrong = (
        {"held_for": ""},
        {"held_for": "else"},
        {"held_at": None},
        {"text": "", "taken_away_at": clock.now()},
    )
    for said in wrong:
        with pytest.raises(DatabaseError, match="post_held_for_a_reason"), transaction.atomic():
            rows.update(**said)
    with pytest.raises(DatabaseError, match="by_moderator_is_taken_away"), transaction.atomic():
        rows.update(by_moderator=True)
