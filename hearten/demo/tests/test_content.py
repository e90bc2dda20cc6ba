"""Every written word of the demo: clean, whole, in every language, and nobody's number in it."""

import json
import re
from importlib import resources

import pytest

from hearten.accounts.models import PSEUDONYM_MOST, Role
from hearten.demo import reading
from hearten.demo.reading import Circle, Dialogue, Space, Written
from hearten.foundation.text import clean_text

KINDS = ("staff", "supporters", "members")
EVERYBODY = {person.text("name"): kind for kind in KINDS for person in reading.people(kind)}
CONTACT = re.compile(r"@\w|https?:|www\.|\d{5,}|\d[\d ()-]{7,}\d")


def each_dialogue():
    return pytest.mark.parametrize("dialogue", reading.dialogues(), ids=lambda one: one.name)


def each_person(*kinds: str):
    people = [person for kind in kinds for person in reading.people(kind)]
    return pytest.mark.parametrize("person", people, ids=lambda one: one.text("name"))


def test_the_cast_is_as_promised():
    counts = {kind: len(reading.people(kind)) for kind in KINDS}
    assert counts == {"staff": 5, "supporters": 15, "members": 40}
    roles = sorted(person.text("role") for person in reading.people("staff"))
    assert roles == ["manager", "moderator", "moderator", "supervisor", "supervisor"]
    assert len(EVERYBODY) == 60


def test_every_language_is_there():
    counts = dict.fromkeys(reading.LANGUAGES, 0)
    for dialogue in reading.dialogues():
        counts[dialogue.language] += 1
    assert counts == {"en": 14, "es": 5, "ar": 4, "fr": 2, "pt": 2}


@each_dialogue()
def test_every_line_is_clean_and_holds_no_contact(dialogue: Dialogue):
    for line in dialogue.lines:
        assert clean_text(line.text, most=10_000) == line.text
        assert not CONTACT.search(line.text)
    head = dialogue.head
    for key, most in (("asks", 1000), ("handover", 2000)):
        assert clean_text(head.text(key), most=most, required=False) == head.text(key)


@each_dialogue()
def test_every_dialogue_is_whole(dialogue: Dialogue):
    head, lines = dialogue.head, dialogue.lines
    assert 6 <= len(lines) <= 25
    assert EVERYBODY[head.text("member")] == "members"
    assert EVERYBODY[head.text("supporter")] == "supporters"
    assert head.text("kind") in ("now", "weeks")
    assert bool(head.text("asked")) != bool(head.text("follows"))
    assert {line.side for line in lines} == {"m", "s"}
    closings = [line for line in lines if line.closing]
    assert closings == ([lines[-1]] if head.text("ends") else [])
    assert bool(head.text("report")) == any(line.reported for line in lines)
    if head.text("ends"):
        side = head.many("ends")[0]
        assert lines[-1].side == side[0]
    else:
        assert not head.text("feedback")


@each_dialogue()
def test_the_two_can_speak_with_each_other(dialogue: Dialogue):
    for key in ("member", "supporter"):
        person = next(
            one
            for kind in KINDS
            for one in reading.people(kind)
            if one.text("name") == dialogue.head.text(key)
        )
        assert dialogue.language in person.many("languages")


def test_arabic_is_written_in_arabic():
    arabic = re.compile(r"[\u0600-\u06ff]")
    for dialogue in reading.dialogues():
        for line in dialogue.lines:
            assert bool(arabic.search(line.text)) == (dialogue.language == "ar")


@each_person(*KINDS)
def test_every_person_is_known_to_the_forms(person: Written):
    topics = json.loads(
        (resources.files("hearten.profiles") / "shipped" / "taxonomy.json").read_text()
    )
    names = {entry["en"] for entries in topics.values() for entry in entries}
    assert set(person.many("lived", ";")) | set(person.many("no_go", ";")) <= names
    assert len(clean_text(person.text("name"), most=PSEUDONYM_MOST)) >= 2
    for key in ("wishes", "introduction", "asks", "card"):
        text = person.text(key)
        assert clean_text(text, most=600 if key == "card" else 1000, required=False) == text
        assert not CONTACT.search(text)
    known = {"name", "role", "languages", "zone", "country", "pronouns", "lived", "no_go", "free"}
    known |= {"channels", "capacity", "paused", "introduction", "card", "wishes", "waits", "asks"}
    assert set(person.values) <= known | {"supporter says", "cancelled"}


@each_person("supporters")
def test_every_supporter_introduces_themselves(person: Written):
    assert len(person.text("introduction")) > 60
    assert person.many("lived", ";")
    assert 1 <= int(person.text("capacity")) <= 6


@pytest.mark.parametrize("space", reading.spaces(), ids=lambda one: one.head.text("name"))
def test_every_space_is_whole_and_holds_no_contact(space: Space):
    faces = space.faces
    assert set(faces) <= set(EVERYBODY)
    assert not set(faces.values()) & set(EVERYBODY)
    assert len(set(faces.values())) == len(faces)
    assert {post.who for thread in space.threads for post in thread.posts} == set(faces)
    for thread in space.threads:
        assert set(thread.head.values) == {"title", "looking for", "started"}
        for text in (thread.head.text("title"), *(post.text for post in thread.posts)):
            assert clean_text(text, most=10_000) == text
            assert not CONTACT.search(text)
        for number, post in enumerate(thread.posts, start=1):
            assert 0 <= post.answers < number


@pytest.mark.parametrize("circle", reading.circles(), ids=lambda one: one.head.text("name"))
def test_every_group_is_whole_and_holds_no_contact(circle: Circle):
    faces = circle.faces
    assert set(faces) <= set(EVERYBODY)
    assert not set(faces.values()) & set(EVERYBODY)
    assert [post.who for post in circle.came] == list(faces)
    asking = set(circle.head.many("asks", ";"))
    assert {post.who for post in circle.said} <= set(faces) - asking
    for post in (*circle.came, *circle.said):
        assert clean_text(post.text, most=1000) == post.text
        assert not CONTACT.search(post.text)


def test_nobody_has_one_name_in_two_places():
    places = (*reading.spaces(), *reading.circles())
    names = [name for place in places for name in place.faces.values()]
    assert len(set(names)) == len(names)


def test_who_is_named_for_signing_in_exists():
    names = [one.text("name") for one in reading.people("sign-ins")]
    assert set(names) <= set(EVERYBODY)
    said = " ".join(one.text("who") for one in reading.people("sign-ins")).lower()
    assert {role for role in Role if role.label.lower() not in said} == set()


def test_longer_texts_are_clean():
    for name in ("welcome", "terms", "terms-changed"):
        texts = reading.in_languages(name)
        assert list(texts) == ["ar", "en", "es"]
        for text in texts.values():
            assert clean_text(text, most=20_000) == text
        assert re.search(r"[\u0600-\u06ff]", texts["ar"])
        assert not re.search(r"[A-Za-z]", texts["ar"])
    assert len({text.count("\n\n") for text in reading.in_languages("terms").values()}) == 1
