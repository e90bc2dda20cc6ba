"""Two faces of one person have nothing in common that a page shows."""

import pytest
from django.urls import reverse

from hearten.accounts.tests.factories import client_of, make_account
from hearten.forum import actions
from hearten.forum.models import Face
from hearten.forum.tests.factories import make_space, start, write
from hearten.ui.avatars import avatar_svg

pytestmark = pytest.mark.django_db


def picture(seed):
    """What is drawn, without its size."""
    return avatar_svg(seed).partition("focusable")[2]


@pytest.fixture
def world(programme):
    """A person with a face in two spaces: opener in both, answering, changed and quoted."""
    person = make_account("Zqplanted Person", programme=programme)
    reader = make_account("Plain Reader", programme=programme)
    threads = {}
    for name in ("Zqone", "Zqtwo"):
        space = make_space(programme, name, purpose=f"{name} purpose")
        thread = start(
            space, person, title=f"{name} title", text=f"{name} text", face=f"{name} face"
        )
        write(thread, reader, about=1, face=f"Reader of {name}")
        post = write(thread, person, text=f"{name} first", about=2)
        actions.edit_post(post=post, text=f"{name} second", by=person)
        threads[name] = thread
    return person, reader, threads


def pages_of(thread):
    """Every page of the thread and its space, and the forms in them."""
    space, one = thread.space_id, thread.pk
    return [
        reverse("forum:space", args=[space]),
        reverse("forum:start", args=[space]),
        reverse("forum:face", args=[space]),
        reverse("forum:thread", args=[one]),
        reverse("forum:thread", args=[one]) + "?answer=3",
        reverse("forum:change", args=[one, 3]),
        reverse("forum:take_away", args=[one, 3]),
    ]


@pytest.mark.parametrize(("here", "there"), [("Zqone", "Zqtwo"), ("Zqtwo", "Zqone")])
@pytest.mark.parametrize("who", ["reader", "person"])
def test_no_page_of_one_space_holds_anything_of_the_other_or_of_the_account(
    world, here, there, who
):
    person, reader, threads = world
    faces = {face.space.name: face for face in Face.objects.filter(account=person)}
    client = client_of(person if who == "person" else reader)
    secrets = {
        "account id": str(person.pk),
        "account id, short": person.pk.hex,
        "pseudonym": person.pseudonym,
        "account's picture": picture(person.pseudonym),
        "picture of the account's id": picture(str(person.pk)),
        "the other face": str(faces[there].pk),
        "the other picture": picture(faces[there].seed),
        "the other space": there,
        "the other thread": str(threads[there].pk),
    }
    shown = 0
    for page in pages_of(threads[here]):
        answer = client.get(page)
        if answer.status_code == 404:
            assert who == "reader"
            continue
        html = answer.content.decode() + str(answer.headers)
        shown += picture(faces[here].seed) in html
        assert {what for what, secret in secrets.items() if secret in html} == set(), page
    assert shown >= 3  # the pages do hold the face that is theirs


def test_when_faces_were_made_is_kept_by_day(world):
    fields = {
        field.name: field.get_internal_type() for field in Face._meta.get_fields() if field.concrete
    }
    assert fields["made_on"] == "DateField"
    # That of the space itself, not when somebody said so (test_public.py).
    assert [name for name, kind in fields.items() if kind == "DateTimeField"] == ["knows_public"]
