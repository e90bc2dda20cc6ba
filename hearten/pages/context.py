"""What every page's frame shows: navigation, programme, where the live gateway is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme, Role
from hearten.accounts.queries import programme_to_join
from hearten.conversations.queries import unread_total
from hearten.forum.queries import held_count, told_threads
from hearten.foundation import clock
from hearten.groups.queries import help_waits, waits_for_me
from hearten.matching.queries import inbox_count
from hearten.pages.queries import Standing, standing_of
from hearten.safety.queries import calling, waiting_count

_TALKS = frozenset({Role.MEMBER, Role.SUPPORTER})
_TOLD = frozenset({Role.MODERATOR, Role.SUPERVISOR, Role.MANAGER})
"""Who may be told that somebody in the community waits."""

_HELPS = frozenset({Role.SUPERVISOR, Role.MANAGER})
"""Whom tired hosts of groups write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    current: bool
    badge: int = 0


def live_url(request: HttpRequest) -> str:
    """Where this reader's browser finds the live gateway."""
    configured: str = settings.LIVE_URL
    if configured:
        return configured
    host = request.get_host().rsplit(":", 1)[0]
    return f"ws://{host}:{settings.LIVE_PORT}/live"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor of the page frame. Lazy: a page without navigation asks nothing, and one
    that shows it costs a query for the roles and one or two for each badge the roles bring."""
    person = getattr(request, "user", None)
    if person is None:
        return {"navigation": _for_visitors(request), "live_url": ""}
    if not person.is_authenticated:
        return {
            "navigation": _for_visitors(request),
            "current_programme": SimpleLazyObject(_only_programme),
            "live_url": "",
        }
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "current_programme": SimpleLazyObject(lambda: _programme(request)),
        "live_url": live_url(request),
        "calling_part": SimpleLazyObject(lambda: _calling(request)),
    }


def _calling(request: HttpRequest) -> dict[str, str] | None:
    """Where a moderator is told that they are being called; nothing for everybody else."""
    standing = standing_of(request)
    if standing is None or Role.MODERATOR not in standing.roles:
        return None
    alert = calling(standing.account, standing.programme, clock.now())
    html = render_to_string("safety/calling.html", {"calling": alert}, request) if alert else ""
    script = static("safety/calling.js")
    return {"address": reverse("safety:calling"), "script": script, "html": html}


def _programme(request: HttpRequest) -> Any:
    standing = standing_of(request)
    return standing.programme if standing else None


def _only_programme() -> Programme | None:
    """The one programme of this installation, whose name stands on top of every page."""
    try:
        return programme_to_join()
    except DatabaseError:
        return None  # pages for visitors stand without it, crisis help among them


def _for_visitors(request: HttpRequest) -> list[Item]:
    return [
        _item(request, _("Join"), "accounts:join"),
        _item(request, _("Sign in"), "accounts:sign_in"),
    ]


def _navigation(request: HttpRequest) -> list[Item]:
    standing = standing_of(request)
    if standing is None:
        return [_item(request, _("Account"), "accounts:settings")]
    return [entry(request, standing) for roles, entry in _ENTRIES if roles & standing.roles]


def _home(request: HttpRequest, standing: Standing) -> Item:
    unread = unread_total(standing.account) if _TALKS & standing.roles else 0
    return _item(request, _("Home"), "pages:home", badge=unread)


def _inbox(request: HttpRequest, standing: Standing) -> Item:
    asked = inbox_count(standing.account, standing.programme)
    return _item(request, _("Inbox"), "matching:inbox", badge=asked)


def _reports(request: HttpRequest, standing: Standing) -> Item:
    waiting = waiting_count(standing.account, standing.programme)
    return _item(request, _("Reports"), "safety:cases", badge=waiting)


def _community(request: HttpRequest, standing: Standing) -> Item:
    badge = 0
    if Role.MODERATOR in standing.roles:
        badge += held_count(standing.account, standing.programme)
    if _TOLD & standing.roles:
        badge += told_threads(standing.account, standing.programme).count()
    return _item(request, _("Community"), "forum:spaces", badge=badge)


def _groups(request: HttpRequest, standing: Standing) -> Item:
    waits = 0
    if _TALKS & standing.roles:
        waits += waits_for_me(standing.account, standing.programme)
    if _HELPS & standing.roles:
        waits += help_waits(standing.account, standing.programme)
    return _item(request, _("Groups"), "groups:groups", badge=waits)


def _manage(request: HttpRequest, standing: Standing) -> Item:
    return _item(request, _("Programme"), "pages:programme")


def _about(request: HttpRequest, standing: Standing) -> Item:
    return _item(request, _("About me"), "profiles:about")


def _account(request: HttpRequest, standing: Standing) -> Item:
    return _item(request, _("Account"), "accounts:settings")


_EVERYBODY = frozenset(Role)
_ENTRIES: tuple[tuple[frozenset[Role], Callable[[HttpRequest, Standing], Item]], ...] = (
    (_EVERYBODY, _home),
    (frozenset({Role.SUPPORTER}), _inbox),
    (frozenset({Role.MODERATOR}), _reports),
    (frozenset({Role.MANAGER}), _manage),
    (_EVERYBODY, _community),
    (_TALKS | _HELPS, _groups),
    (_TALKS, lambda request, _standing: _item(request, _("My plan"), "toolkit:plan")),
    (_TALKS, _about),
    (_EVERYBODY, _account),
)
"""Whom each entry is for, in the order of the navigation."""


def _item(request: HttpRequest, label: str, name: str, *, badge: int = 0) -> Item:
    url = reverse(name)
    here = request.path == url or (url != "/" and request.path.startswith(url))
    return Item(label=label, url=url, current=here, badge=badge)
