"""Managers keep the spaces; everybody of the programme finds them, and nobody else."""

import pytest
from django.utils import translation

from hearten.accounts.models import Role
from hearten.accounts.places import language_name
from hearten.accounts.tests.factories import make_account, make_programme
from hearten.audit.models import Event
from hearten.forum import actions, queries
from hearten.forum.models import Space
from hearten.forum.tests.factories import TESTS, make_space, start
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.profiles.rules import language_choices

pytestmark = pytest.mark.django_db
SAID = {"name": "Carers", "purpose": "For who looks after somebody", "language": "en"}


@pytest.fixture
def manager(programme):
    return make_account(programme=programme, roles=[Role.MANAGER])


def acts():
    return list(Event.objects.filter(verb__startswith="forum.").values_list("verb", flat=True))


def test_a_manager_makes_a_space_changes_it_closes_it_and_opens_it_again(programme, manager):
    space = actions.save_space(programme=programme, **SAID, by=manager)
    said = SAID | {"purpose": "For carers"}
    actions.save_space(programme=programme, space=space, **said, by=manager)
    for _twice in range(2):
        actions.save_space(programme=programme, space=space, **said, by=manager)
        actions.close_space(space=space, by=manager)
    space.refresh_from_db()
    assert (space.name, space.purpose, space.closed_at is None) == ("Carers", "For carers", False)
    for _twice in range(2):
        space = actions.reopen_space(space=space, by=manager)
    assert space.closed_at is None
    assert acts() == [
        "forum.space_saved",
        "forum.space_saved",
        "forum.space_closed",
        "forum.space_back",
    ]


@pytest.mark.parametrize("role", [Role.MEMBER, Role.SUPPORTER, Role.SUPERVISOR, Role.MODERATOR])
def test_nobody_else_does(programme, space, role):
    somebody = make_account(programme=programme, roles=[role])
    far = make_account(programme=make_programme(), roles=[Role.MANAGER])
    for by in (somebody, far):
        with pytest.raises(NotAllowed):
            actions.save_space(programme=programme, **SAID, by=by)
        with pytest.raises(NotAllowed):
            actions.close_space(space=space, by=by)
        with pytest.raises(NotAllowed):
            actions.reopen_space(space=space, by=by)
    assert Space.objects.count() == 1


def test_two_open_spaces_of_a_programme_have_two_names(programme, space, manager):
    with pytest.raises(Invalid) as refused:
        actions.save_space(programme=programme, **(SAID | {"name": "SLEEP"}), by=manager)
    assert list(refused.value.fields) == ["name"]
    make_space(make_programme(), "Sleep")
    actions.close_space(space=space, by=manager)
    actions.save_space(programme=programme, **(SAID | {"name": "Sleep"}), by=manager)
    with pytest.raises(Invalid):
        actions.reopen_space(space=space, by=manager)
    assert Space.objects.get(pk=space.pk).closed_at is not None


def test_a_failing_record_undoes_the_write(programme, manager, monkeypatch):
    def fails(**_kwargs):
        raise RuntimeError

    monkeypatch.setattr("hearten.audit.actions.record", fails)
    with pytest.raises(RuntimeError):
        actions.save_space(programme=programme, **SAID, by=manager)
    assert not Space.objects.exists()


def test_who_is_in_the_programme_finds_its_spaces_with_how_many_wait(programme, space, opener):
    make_space(make_programme(), "Elsewhere")
    closed = actions.close_space(space=make_space(programme, "Before"), by=TESTS)
    start(space, opener)
    start(space, opener, looking_for="")
    found = queries.spaces_with_waiting(opener, programme)
    assert [(one, one.waiting) for one in found] == [(space, 1), (closed, 0)]


def test_in_a_closed_space_nothing_new_is_written(space, opener, manager):
    thread = start(space, opener)
    actions.close_space(space=space, by=manager)
    [post] = thread.posts.all()
    for refused in (
        lambda: start(space, opener),
        lambda: actions.edit_post(post=post, text="other", by=opener),
    ):
        with pytest.raises(NotPossible) as error:
            refused()
        assert error.value.code == "closed"
    actions.take_away(post=post, by=opener)
    assert list(queries.posts_visible_to(opener).values_list("text", flat=True)) == [""]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_every_language_a_space_can_have_has_a_name(language):
    with translation.override(language):
        named = {code: language_name(code) for code, _name in language_choices(())}
    assert [code for code, name in named.items() if not name] == []
