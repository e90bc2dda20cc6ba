"""Managers keep the words people find each other by."""

from itertools import pairwise
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, with_role
from hearten.accounts.models import Role
from hearten.foundation.errors import Invalid
from hearten.profiles import actions, forms, queries
from hearten.profiles.models import Topic, TopicKind


@with_role(Role.MANAGER)
def taxonomy(request: PersonRequest) -> HttpResponse:
    """The three lists, and what is no longer offered."""
    topics = list(queries.topics_for_manager(request.programme))
    kinds = [
        {"kind": kind, "rows": _rows([t for t in topics if t.kind == kind and not t.retired_at])}
        for kind in TopicKind
    ]
    retired = [topic for topic in topics if topic.retired_at]
    return render(request, "profiles/taxonomy.html", {"kinds": kinds, "retired": retired})


def _rows(topics: list[Topic]) -> list[dict[str, object]]:
    """Each topic with those it would move before: one up, one down."""
    up = {later.id: earlier for earlier, later in pairwise(topics)}
    after = {earlier.id: later for earlier, later in pairwise(topics)}
    return [{"topic": t, "up": up.get(t.id), "down": after.get(t.id)} for t in topics]


@with_role(Role.MANAGER)
def add_topic(request: PersonRequest, kind: str) -> HttpResponse:
    """A new entry."""
    if kind not in TopicKind.values:
        raise Http404
    return _edit(request, TopicKind(kind), None)


@with_role(Role.MANAGER)
def topic(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    """Rename an entry, translate it, or offer it no longer."""
    entry = _topic(request, topic_id)
    return _edit(request, TopicKind(entry.kind), entry)


def _topic(request: PersonRequest, topic_id: UUID) -> Topic:
    return get_object_or_404(queries.topics_for_manager(request.programme), pk=topic_id)


def _edit(request: PersonRequest, kind: TopicKind, entry: Topic | None) -> HttpResponse:
    form = forms.TopicForm(request.POST if request.method == "POST" else None, topic=entry)
    if form.is_valid() and _saved(request, form, kind, entry):
        messages.success(request, _("Saved."))
        return redirect("profiles:taxonomy")
    return render(request, "profiles/topic.html", {"form": form, "kind": kind, "topic": entry})


def _saved(
    request: PersonRequest, form: forms.TopicForm, kind: TopicKind, entry: Topic | None
) -> bool:
    try:
        actions.save_topic(
            programme=request.programme,
            kind=kind,
            name=form.cleaned_data["name"],
            names=form.names(),
            topic=entry,
            by=request.user,
        )
    except Invalid as error:
        form.add_error("name", error.message)
        return False
    return True


@require_POST
@with_role(Role.MANAGER)
def move(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    """One place up or down: `before` names the entry it goes before; without it, last."""
    entry = _topic(request, topic_id)
    try:
        before = UUID(request.POST.get("before", "")) if request.POST.get("before") else None
    except ValueError as error:
        raise Http404 from error
    target = _topic(request, before) if before else None
    actions.move_topic(topic=entry, before=target, by=request.user)
    return redirect("profiles:taxonomy")


@require_POST
@with_role(Role.MANAGER)
def retire(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    """Offer it no longer."""
    actions.retire_topic(topic=_topic(request, topic_id), by=request.user)
    messages.success(request, _("It is no longer offered. People who chose it keep it."))
    return redirect("profiles:taxonomy")


@require_POST
@with_role(Role.MANAGER)
def restore(request: PersonRequest, topic_id: UUID) -> HttpResponse:
    """Offer it again."""
    try:
        actions.restore_topic(topic=_topic(request, topic_id), by=request.user)
        messages.success(request, _("It is offered again, at the end of its list."))
    except Invalid as error:
        messages.error(request, error.message)
    return redirect("profiles:taxonomy")
