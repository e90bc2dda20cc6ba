"""The public API: what outside readers find, for programs with a token. Every operation reads."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError
from ninja.security import HttpBearer

from hearten.forum import queries as forum
from hearten.foundation import clock
from hearten.foundation.actors import SystemActor
from hearten.groups import queries as groups
from hearten.integrations import actions, queries
from hearten.integrations.api.shapes import (
    EventsOut,
    GroupsOut,
    Page,
    PostPage,
    PostsOut,
    Problem,
    SpacesOut,
    ThreadsOut,
    event_out,
    group_out,
    post_out,
    space_out,
    thread_out,
)
from hearten.integrations.models import ApiToken, Scope
from hearten.ui.caching import checked_each_time

COUNTER = SystemActor("api")
"""Who counts what a token asks."""
router = Router()


class Token(HttpBearer):
    """A token with one scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None for 401. 403 without the scope, 429 where it asked too often."""
        found = queries.token_of(token)
        if found is None:
            return None
        actions.note_use(token=found, by=COUNTER)
        if self.scope not in found.scopes:
            raise HttpError(403, f"The token has not the scope {self.scope.value}.")
        return found


def _get(path: str, out: type[Schema], scope: Scope, **more: Any) -> Callable[[Any], Any]:
    """A reading operation for tokens of a scope, with every answer it may give."""
    codes = (401, 403, 404, 422, 429)
    responses: dict[int, Any] = {200: out, 304: None} | dict.fromkeys(codes, Problem)
    extra: dict[str, Any] = {
        "summary": out.__doc__,
        "description": f"Needs the scope `{scope.value}`.",
        "operation_id": f"list_{more['url_name']}",
    }
    register = router.get(path, response=responses, auth=Token(scope), **extra, **more)

    def decorate(view: Any) -> Any:
        return register(decorate_view(checked_each_time)(view))

    return decorate


def _list(
    rows: Any,
    by: str,
    page: Page,
    out: Callable[[Any], dict[str, Any]],
    *,
    newest_first: bool = True,
) -> dict[str, Any]:
    found, beyond = queries.page_after(
        rows, by, page.cursor(), page.limit, newest_first=newest_first
    )
    return {"items": [out(one) for one in found], "next": str(beyond) if beyond else None}


@_get("/spaces", SpacesOut, Scope.SPACES, url_name="spaces", tags=["spaces"])
def spaces(request: HttpRequest, page: Query[Page]) -> Any:
    """The programme's public spaces."""
    rows = forum.spaces_open_to_all().filter(programme=_programme(request))
    return _list(rows, "public_since", page, lambda one: space_out(request, one))


@_get(
    "/spaces/{uuid:space_id}/threads", ThreadsOut, Scope.SPACES, url_name="threads", tags=["spaces"]
)
def threads(request: HttpRequest, space_id: UUID, page: Query[Page]) -> Any:
    """The threads of one that everybody can read."""
    here = forum.spaces_open_to_all().filter(programme=_programme(request))
    space = get_object_or_404(here, pk=space_id)
    rows = forum.threads_of_public_space(space)
    return _list(rows, "opened_at", page, lambda one: thread_out(request, one))


@_get("/threads/{uuid:thread_id}/posts", PostsOut, Scope.SPACES, url_name="posts", tags=["spaces"])
def posts(
    request: HttpRequest,
    thread_id: UUID,
    page: Query[PostPage],
) -> Any:
    """What can be read of it."""
    here = forum.threads_open_to_all().filter(listed_in__programme=_programme(request))
    thread = get_object_or_404(here, pk=thread_id)
    rows = list(
        forum.posts_of_public_thread(thread).filter(number__gt=page.after)[: page.limit + 1]
    )
    beyond = rows[page.limit - 1].number if len(rows) > page.limit else None
    return {"items": [post_out(request, one) for one in rows[: page.limit]], "next": beyond}


@_get("/groups", GroupsOut, Scope.GROUPS, url_name="groups", tags=["groups"])
def listed_groups(request: HttpRequest, page: Query[Page]) -> Any:
    """The groups that stand in the list."""
    rows = groups.groups_in_list(_programme(request))
    return _list(rows, "made_at", page, group_out)


@_get("/events", EventsOut, Scope.EVENTS, url_name="events", tags=["events"])
def events(request: HttpRequest, page: Query[Page]) -> Any:
    """Their meetings that have not begun."""
    rows = groups.meetings_in_list(_programme(request)).filter(starts_at__gt=clock.now())
    return _list(rows, "starts_at", page, event_out, newest_first=False)


def _programme(request: HttpRequest) -> Any:
    token = getattr(request, "auth", None)
    if not isinstance(token, ApiToken):
        raise Http404
    return token.programme
