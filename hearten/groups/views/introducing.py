"""The name one has in a group, and the words about oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import HeartenError
from hearten.groups import actions, queries
from hearten.groups.forms import IntroductionForm
from hearten.groups.views.loading import seat_here, status_of
from hearten.ui.forms import take_errors


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def introduce(request: PersonRequest, group_id: UUID) -> HttpResponse:
    """Change either."""
    seat = seat_here(request, group_id)
    posted = request.POST if request.method == "POST" else None
    form = IntroductionForm(posted, called=seat.name, introduction=queries.introduction_of(seat))
    if form.is_valid():
        try:
            actions.introduce(group=seat.group, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved. Everybody in the group sees it."))
            return redirect("groups:group", group_id)
        except HeartenError as error:
            take_errors(form, error)
    context = {"group": seat.group, "seat": seat, "form": form}
    return render(request, "groups/introduce.html", context, status=status_of(form))
