"""The person's own page: what they wrote, who may open it, and who did."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hearten.accounts.access import PersonRequest, signed_in
from hearten.foundation.errors import Invalid
from hearten.identity import actions, forms, queries
from hearten.ui.forms import take_errors


@signed_in
def details(request: PersonRequest) -> HttpResponse:
    """Write how to be found, with who may open it beside it."""
    given = request.POST if request.method == "POST" else None
    form = forms.DetailsForm(given, stored=queries.details_of(request.user))
    if form.is_valid():
        try:
            actions.save_details(account=request.user, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("identity:details")
        except Invalid as error:
            take_errors(form, error)
    page = {
        "form": form,
        "notices": queries.notices_for(request.user),
        "releases": queries.releases_for(request.user),
    }
    return render(request, "identity/details.html", page, status=422 if form.errors else 200)


@require_POST
@signed_in
def read(request: PersonRequest, notice_id: UUID) -> HttpResponse:
    """Put a notice away."""
    actions.put_notice_away(notice_id=notice_id, by=request.user)
    return redirect("identity:details")
