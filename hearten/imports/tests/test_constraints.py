"""What must always hold of what was brought, broken once each."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from hearten.accounts.tests.factories import make_account
from hearten.forum.tests.factories import make_space
from hearten.foundation import clock
from hearten.imports.models import (
    BroughtPost,
    BroughtSpace,
    BroughtThread,
    BroughtWriter,
    Source,
)
from hearten.imports.tests import dumps

Face, Thread = (apps.get_model("forum", name) for name in ("Face", "Thread"))


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def source(bring):
    """Two of each came from it."""
    categories = [dumps.category(1, "Sleep"), dumps.category(2, "Food")]
    topics = [dumps.topic(5, 1), dumps.topic(6, 2)]
    posts = [dumps.post(9, 5, 1, "a"), dumps.post(10, 6, 1, "b")]
    bring("discourse", dumps.discourse(categories, topics, posts))
    return Source.objects.get()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"name": "discourse", "kind": "discourse"}, "source_once"),
        ({"name": "other", "kind": "zq"}, "source_known"),
        ({"name": "", "kind": "phpbb"}, "source_known"),
    ],
)
def test_a_source_is_there_once_and_of_a_known_kind(said, name, source):
    with refused(name), transaction.atomic():
        Source.objects.create(programme=source.programme, **said)


@pytest.mark.parametrize(
    ("model", "field", "name"),
    [
        (BroughtSpace, "their_id", "brought_space_once"),
        (BroughtThread, "their_id", "brought_thread_once"),
        (BroughtPost, "their_id", "brought_post_once"),
        (BroughtWriter, "key", "brought_writer_once"),
        (BroughtSpace, "space_id", "space_id_key"),
        (BroughtThread, "thread_id", "thread_id_key"),
        (BroughtPost, "post_id", "post_id_key"),
        (BroughtWriter, "face_id", "face_id_key"),
    ],
)
def test_what_came_is_remembered_once_and_came_from_one_place(model, field, name, source):
    one, two = model.objects.order_by("pk")
    setattr(two, field, getattr(one, field))
    with refused(name), transaction.atomic():
        two.save()


def face(space, **said):
    return Face.objects.create(space=space, made_on=clock.now().date(), **said)


def test_a_face_from_before_is_nobodys_and_its_number_is_once_in_its_space(programme):
    space, person = make_space(programme), make_account(programme=programme)
    face(space, before_number=1)
    face(make_space(programme), before_number=1)
    with refused("face_before_once"), transaction.atomic():
        face(space, before_number=1)
    with refused("face_from_before_is_nobodys"), transaction.atomic():
        face(space, before_number=0)
    with refused("face_from_before_is_nobodys"), transaction.atomic():
        face(space, before_number=2, account=person, name="Heron", name_key="heron")
    with refused("face_whole"), transaction.atomic():
        face(space, before_number=2, name="Heron", name_key="heron")


def test_a_locked_thread_says_why(source):
    with refused("thread_locked_for_a_reason"), transaction.atomic():
        Thread.objects.update(locked_for="")
