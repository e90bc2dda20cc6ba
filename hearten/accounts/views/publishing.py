"""Agreements, as managers write, translate and publish them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hearten.accounts import actions, places, queries, starter_agreements
from hearten.accounts.access import PersonRequest
from hearten.accounts.forms import given
from hearten.accounts.forms.managing import AgreementForm, AgreementWordsForm
from hearten.accounts.models import LANGUAGES, Agreement, AgreementKind
from hearten.accounts.views.people import of_managers
from hearten.foundation.errors import Invalid, NotPossible


@of_managers
def manage_agreements(request: PersonRequest) -> HttpResponse:
    """Every version of every agreement, newest first, and in which languages it can be read."""
    page = {"kinds": queries.agreement_kinds(request.programme)}
    return render(request, "accounts/manage_agreements.html", page)


@of_managers
def write_agreement(request: PersonRequest, kind: str) -> HttpResponse:
    """Write the next version, look at it as members will, then publish."""
    newest = _newest(request, kind)
    version = newest.version if newest else 0
    form = AgreementForm(
        given(request),
        initial={"follows": version},
        language=request.programme.language,
        first=version == 0,
        standing=queries.texts_of(newest) if newest else {},
    )
    page = {"form": form, "kind": AgreementKind(kind), "version": version + 1}
    return _steps(request, form, page, "accounts/write_agreement.html", _published)


@of_managers
def translate_agreement(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """Add the current version's words in one more language, looked at before it is published."""
    newest = _newest(request, kind)
    if newest is None or not places.is_language(language):
        raise Http404
    if request.method != "POST" and language not in newest.missing_languages:
        return redirect("accounts:manage_agreements")
    form = AgreementWordsForm(
        given(request),
        initial={"follows": newest.version, "text": _beginning(newest, language)},
        language=language,
        first=newest.version == 1,
    )
    page = {
        "form": form,
        "kind": AgreementKind(kind),
        "version": newest.version,
        "language": language,
        "original": queries.text_in(newest, newest.language),
    }
    return _steps(request, form, page, "accounts/translate_agreement.html", _translated)


def _newest(request: PersonRequest, kind: str) -> Agreement | None:
    if kind not in AgreementKind.values:
        raise Http404
    return queries.current_agreement(request.programme, AgreementKind(kind))


def _beginning(agreement: Agreement, language: str) -> str:
    """What a translation begins with: what ships with Hearten if that is what it translates, else
    the words of the version before."""
    kind, main = AgreementKind(agreement.kind), queries.text_in(agreement, agreement.language)
    if starter_agreements.text_in(kind, agreement.language) == main.text:
        return starter_agreements.text_in(kind, language)
    return queries.text_before(agreement, language)


def _steps(
    request: PersonRequest,
    form: AgreementWordsForm,
    page: dict[str, Any],
    template: str,
    publish: Callable[[PersonRequest, str, AgreementWordsForm], bool],
) -> HttpResponse:
    step = request.POST.get("step")
    if step == "preview" and form.is_valid():
        return render(request, "accounts/agreement_preview.html", page | _preview(form))
    if step == "publish" and form.is_valid() and publish(request, page["kind"], form):
        return redirect("accounts:manage_agreements")
    status = 422 if form.errors and step != "edit" else 200
    return render(request, template, page, status=status)


def _preview(form: AgreementWordsForm) -> dict[str, Any]:
    shown = form.shown()
    there = {code for code, _words in shown}
    whole = isinstance(form, AgreementForm)
    return {
        "shown": shown,
        "missing": [code for code in LANGUAGES if whole and code not in there],
    }


def _published(request: PersonRequest, kind: str, form: AgreementWordsForm) -> bool:
    try:
        actions.publish_agreement(
            programme=request.programme,
            kind=AgreementKind(kind),
            follows=form.cleaned_data["follows"],
            by=request.user,
            **form.words(),
        )
    except (Invalid, NotPossible) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Published. People are asked on their next page."))
    return True


def _translated(request: PersonRequest, kind: str, form: AgreementWordsForm) -> bool:
    version = form.cleaned_data["follows"]
    agreement = queries.agreement_of(request.programme, AgreementKind(kind), version)
    if agreement is None:
        raise Http404
    try:
        actions.translate_agreement(
            agreement=agreement, language=form.language, by=request.user, **form.words()
        )
    except (Invalid, NotPossible) as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, _("Published. It is the same version, so nobody is asked again."))
    return True
