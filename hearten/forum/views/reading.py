"""What one would rather not see."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.forum import actions, queries
from hearten.forum.forms import ReadingForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reading(request: PersonRequest) -> HttpResponse:
    """Choose which topics are left out, everywhere."""
    posted = request.POST if request.method == "POST" else None
    form = ReadingForm(posted, reading=queries.reading_of(request.user))
    if form.is_valid():
        actions.save_reading(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It holds in every space, from now on."))
        return redirect("forum:reading")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "forum/reading.html", {"form": form}, status=status)
