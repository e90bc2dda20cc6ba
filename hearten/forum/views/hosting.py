"""Who looks after a space: managers name hosts, a host lays it down."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hearten.accounts.access import PersonRequest, signed_in, with_role
from hearten.accounts.models import Role
from hearten.forum import actions, queries
from hearten.forum.forms import HostForm
from hearten.forum.views.loading import space_of
from hearten.forum.views.managing import space_to_manage
from hearten.foundation.errors import Invalid
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@with_role(Role.MANAGER)
def hosts(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """The hosts of a space, and naming another one."""
    here = space_to_manage(request, space_id)
    form = HostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.name_host(space=here, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. They see it on the page of the space."))
            return redirect("forum:hosts", here.pk)
        except Invalid as error:
            take_errors(form, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"space": here, "hosts": queries.hosts_of(here), "form": form}
    return render(request, "forum/hosts.html", context, status=status)


@require_POST
@with_role(Role.MANAGER)
def end(request: PersonRequest, space_id: UUID, face_id: UUID) -> HttpResponse:
    """A host less."""
    here = space_to_manage(request, space_id)
    host = get_object_or_404(queries.hosts_of(here), pk=face_id)
    actions.end_host(face=host.face, by=request.user)
    messages.success(request, _("They are no host any more."))
    return redirect("forum:hosts", here.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def lay_down(request: PersonRequest, space_id: UUID) -> HttpResponse:
    """What a host can do, and the way out of it."""
    here = space_of(request, space_id)
    host = queries.hosts_of(here).filter(face__account=request.user).first()
    if host is None:
        raise Http404
    if request.method != "POST":
        return render(request, "forum/lay_down.html", {"space": here, "host": host})
    actions.end_host(face=host.face, by=request.user)
    messages.success(request, _("You are no host any more. Thank you for what you did."))
    return redirect("forum:space", here.pk)
