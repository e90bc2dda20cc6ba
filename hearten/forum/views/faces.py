"""The name one has in a space, and leaving it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import FaceForm, LeaveForm
from hearten.forum.views.loading import space_of
from hearten.foundation.errors import Invalid
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def name(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Another name for who has one; it is chosen with the first words they write."""
    here = space_of(request, space_id)
    face = queries.face_of(request.user, here)
    if face is None:
        raise Http404
    form = FaceForm(request.POST if request.method == "POST" else None, offered=face.name)
    if form.is_valid():
        try:
            actions.name_face(space=here, name=form.cleaned_data["face"], by=request.user)
            messages.success(request, _("Saved. It stands over what you wrote before, too."))
            return redirect("forum:space", here.pk)
        except Invalid as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"space": here, "face": face, "form": form}
    return render(request, "forum/face.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """Take one's face back, after reading what becomes of what one wrote."""
    here = space_of(request, space_id)
    face = queries.face_of(request.user, here)
    if face is None:
        raise Http404
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep_words = form.cleaned_data["words"] == "keep"
        actions.leave_space(space=here, keep_words=keep_words, by=request.user)
        messages.success(
            request, _("You left the space. If you write there again, it is under a new name.")
        )
        return redirect("forum:spaces")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"space": here, "face": face, "form": form}
    return render(request, "forum/leave.html", context, status=status)
