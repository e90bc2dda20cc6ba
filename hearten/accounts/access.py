"""Who may see a view: decorators every domain puts on its own views."""

from collections.abc import Callable
from functools import update_wrapper
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hearten.accounts import door, ports, queries
from hearten.accounts.models import Account, Programme, Role
from hearten.foundation.errors import NotAllowed
from hearten.ui.written import page_of_form, written_in

_P = ParamSpec("_P")


class PersonRequest(HttpRequest):
    """A request of a signed-in, active person who accepted the current agreements."""

    user: Account
    programme: Programme


PersonView = Callable[Concatenate[PersonRequest, _P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, _P], HttpResponseBase]


def signed_in(view: PersonView[_P]) -> PlainView[_P]:
    """Ask the reader to sign in, then for agreements they have not read, then for what was written
    to them that comes first, then show the view."""
    return _signed_in(view, reads_first=True)


def signed_in_whatever_waits(view: PersonView[_P]) -> PlainView[_P]:
    """As `signed_in`, but nothing that was written to them stands before it: for what must open in a
    bad hour."""
    return _signed_in(view, reads_first=False)


def _signed_in(view: PersonView[_P], *, reads_first: bool) -> PlainView[_P]:
    def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        person = known_person(request)
        if person is None:
            return _asked_to_sign_in(request)
        # What somebody wrote and sends is taken first; they are asked on the page after it.
        if request.method in ("GET", "HEAD"):
            agreements, written = queries.asked_first(person.user, person.programme)
            if agreements:
                return _sent_to(request, "accounts:agreements")
            first = ports.to_read_first(account_id=person.user.id) if written else None
            if reads_first and first is not None:
                return _led_to(request, first)
        return view(person, *args, **kwargs)

    update_wrapper(checked, view)
    return checked


def signed_in_only(view: PersonView[_P]) -> PlainView[_P]:
    """As `signed_in`, for what a person may do before they accept a new agreement: read it, sign
    out, look at crisis help, end sessions."""

    def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        person = known_person(request)
        if person is None:
            return _asked_to_sign_in(request)
        return view(person, *args, **kwargs)

    update_wrapper(checked, view)
    return checked


class ReaderRequest(HttpRequest):
    """A request of somebody who is signed in, or who is suspended and proved who they are."""

    reader: Account
    programme: Programme
    suspended: bool


ReaderView = Callable[Concatenate[ReaderRequest, _P], HttpResponseBase]


def signed_in_or_suspended(view: ReaderView[_P]) -> PlainView[_P]:
    """As `signed_in_only`, and also for somebody who is suspended and proved who they are: for what
    was decided about them, and what stays theirs."""

    def checked(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
        reader = _reader(request)
        if reader is None:
            return _asked_to_sign_in(request)
        if not reader.suspended:
            return view(reader, *args, **kwargs)
        # They are no signed-in person to the middleware, so their language is ours to choose.
        with translation.override(reader.reader.language or translation.get_language()):
            return view(reader, *args, **kwargs)

    update_wrapper(checked, view)
    return checked


def _reader(request: HttpRequest) -> ReaderRequest | None:
    person, reader = known_person(request), cast(ReaderRequest, request)
    reader.suspended = person is None
    if person is not None:
        reader.reader = person.user
        return reader
    account = door.who_stands_there(request)
    programme = queries.programme_of(account) if account else None
    if account is None or programme is None:
        return None
    reader.reader, reader.programme = account, programme
    return reader


def with_role(*roles: Role) -> Callable[[PersonView[_P]], PlainView[_P]]:
    """As `signed_in`, and the page does not exist for people without one of these roles."""

    def decorate(view: PersonView[_P]) -> PlainView[_P]:
        def of_role(
            request: PersonRequest, /, *args: _P.args, **kwargs: _P.kwargs
        ) -> HttpResponseBase:
            if not queries.has_role(request.user.id, request.programme.id, *roles):
                raise Http404
            return view(request, *args, **kwargs)

        update_wrapper(of_role, view)
        return signed_in(of_role)

    return decorate


def known_person(request: HttpRequest) -> PersonRequest | None:
    """The request with its person and programme, or None when nobody is signed in."""
    account = request.user
    if not isinstance(account, Account) or not account.is_active:
        return None
    programme = queries.programme_of(account)
    if programme is None:
        raise NotAllowed(_("You are not part of a programme at the moment."))
    person = cast(PersonRequest, request)
    person.programme = programme
    return person


def _asked_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """What somebody sends is handed back to them: on the way to the sign-in it would be lost. A
    script keeps what it sends by itself, and is told by a redirect that it must stop."""
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    if request.method in ("GET", "HEAD") or by_script:
        return _sent_to(request, settings.LOGIN_URL)
    sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': page_of_form(request)})}"
    context = {"written": written_in(request), "sign_in": sign_in}
    return render(request, "ui/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED)


def _sent_to(request: HttpRequest, name: str) -> HttpResponseBase:
    """Elsewhere, and back here afterwards. A part of a page that is fetched by script sends the
    whole page."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    here = current._replace(scheme="", netloc="").geturl() or request.get_full_path()
    return _led_to(request, f"{reverse(name)}?{urlencode({'next': here})}")


def _led_to(request: HttpRequest, address: str) -> HttpResponseBase:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
