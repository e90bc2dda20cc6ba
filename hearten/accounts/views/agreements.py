"""Agreements, as members meet them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hearten.accounts import actions, places, queries, signing_in
from hearten.accounts.access import PersonRequest, signed_in_only
from hearten.accounts.forms import given
from hearten.accounts.forms.settings import AcceptForm


@signed_in_only
def agreements(request: PersonRequest) -> HttpResponse:
    """What the person is asked to agree to now, and what they agreed to before."""
    after = request.POST.get("next") or request.GET.get("next", "")
    needed = queries.agreements_to_accept(request.user, request.programme)
    asked = queries.texts_in(needed, places.language_here())
    form = AcceptForm(given(request), texts=asked)
    if asked and form.is_valid():
        _accept(request, form)
        messages.success(request, _("Thank you. You can go on."))
        return redirect(signing_in.safe_next(request, after))
    page = {
        "form": form,
        "asked": asked,
        "accepted": queries.acceptances_of(request.user),
        "after": after,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/agreements.html", page, status=status)


@signed_in_only
def agreement(request: PersonRequest, agreement_id: UUID) -> HttpResponse:
    """One version of one agreement, in the reader's language or the one they ask for."""
    one = get_object_or_404(queries.agreements_visible_to(request.user), pk=agreement_id)
    asked = request.GET.get("in", "")
    text = queries.text_in(one, asked or places.language_here())
    page = {
        "agreement": one,
        "text": text,
        "asked_for": text.language == asked,
        "others": one.texts.exclude(pk=text.pk).order_by("language"),
    }
    return render(request, "accounts/agreement.html", page)


@transaction.atomic
def _accept(request: PersonRequest, form: AcceptForm) -> None:
    for text in form.agreed():
        actions.accept_agreement(text=text, account=request.user, by=request.user)
