"""Looking after a thread: locking, pinning and slowing it, and taking each back."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions
from hearten.forum.forms import LockForm, SlowForm
from hearten.forum.models import Thread
from hearten.forum.views.loading import thread_to_tend
from hearten.foundation.errors import HeartenError
from hearten.ui.forms import take_errors


@require_safe
@signed_in
def tend(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """What can be done with a thread, and what each does."""
    return _page(request, thread_to_tend(request, thread_id))


@require_POST
@signed_in
def lock(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Nobody writes there any more."""
    here, form = thread_to_tend(request, thread_id), LockForm(request.POST)
    if form.is_valid():
        try:
            actions.lock_thread(thread=here, **form.cleaned_data, by=request.user)
            return _done(request, here, _("It is locked. Everybody reads there why."))
        except HeartenError as error:
            take_errors(form, error)
    return _page(request, here, HTTPStatus.UNPROCESSABLE_ENTITY, lock_form=form)


@require_POST
@signed_in
def unlock(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """People write there again."""
    here = thread_to_tend(request, thread_id)
    actions.unlock_thread(thread=here, by=request.user)
    return _done(request, here, _("People can write there again."))


@require_POST
@signed_in
def pin(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """It stands above the others."""
    here = thread_to_tend(request, thread_id)
    try:
        actions.pin_thread(thread=here, by=request.user)
    except HeartenError as error:
        messages.warning(request, str(error.message))
        return redirect("forum:tend", here.pk)
    return _done(request, here, _("It is pinned."))


@require_POST
@signed_in
def unpin(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """It stands among the others."""
    here = thread_to_tend(request, thread_id)
    actions.unpin_thread(thread=here, by=request.user)
    return _done(request, here, _("It is not pinned any more."))


@require_POST
@signed_in
def slow(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """A while between two posts of one person."""
    here, form = thread_to_tend(request, thread_id), SlowForm(request.POST)
    if form.is_valid():
        actions.slow_thread(thread=here, **form.cleaned_data, by=request.user)
        return _done(request, here, _("It is slow now. Everybody reads there why."))
    return _page(request, here, HTTPStatus.UNPROCESSABLE_ENTITY, slow_form=form)


@require_POST
@signed_in
def unslow(request: PersonRequest, thread_id: UUID) -> HttpResponse:
    """Everybody at their own pace again."""
    here = thread_to_tend(request, thread_id)
    actions.unslow_thread(thread=here, by=request.user)
    return _done(request, here, _("Everybody can write at their own pace again."))


def _done(request: PersonRequest, here: Thread, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("forum:thread", here.pk)


def _page(
    request: PersonRequest, here: Thread, status: HTTPStatus = HTTPStatus.OK, **forms: Any
) -> HttpResponse:
    context = {
        "thread": here,
        "space": here.listed_in,
        "lock_form": LockForm(initial={"why": here.locked_for}),
        "slow_form": SlowForm(initial={"minutes": here.slow_minutes, "why": here.slowed_for}),
    }
    return render(request, "forum/tend.html", context | forms, status=status)
