"""Slowing who writes too much at once, and holding what is said again and again and the links of who is
new: never of somebody whose words, now or in the last day, speak of danger."""

from django.utils.translation import ngettext

from hearten.forum.models import Face, Post
from hearten.forum.rules import Why, flooding
from hearten.foundation import clock
from hearten.foundation.errors import NotPossible
from hearten.safety.queries import speaks_of_danger
from hearten.triage.rules import Verdict


def refuse_flood(writer: Face, verdict: Verdict) -> None:
    """NotPossible for a while for who wrote many posts just now; it says for how long. The caller holds
    the writer's account."""
    now = clock.now()
    lately = Post.objects.filter(
        face__account=writer.account_id, written_at__gt=now - flooding.AT_ONCE, went_to=None
    )
    until = flooding.waits_until(list(lately.values_list("written_at", flat=True)), now)
    if until is None or _in_danger(writer, verdict):
        return
    minutes = max(1, -(-(until - now).seconds // 60))
    words = ngettext(
        "You wrote a lot in a short time, and others want to answer too. Your words stay here: please"
        " send them again in %(count)s minute.",
        "You wrote a lot in a short time, and others want to answer too. Your words stay here: please"
        " send them again in %(count)s minutes.",
        minutes,
    )
    raise NotPossible(words % {"count": minutes}, code="slow")


def held_for_flooding(post: Post, verdict: Verdict) -> Why | None:
    """What a post is held for that has no dangerous words, as it stands now."""
    why = _why(post)
    return None if why is None or _in_danger(post.face, verdict) else why


def _why(post: Post) -> Why | None:
    now, writer = clock.now(), post.face.account_id
    first_day = Face.objects.filter(account=writer).order_by("made_on").values_list("made_on")[:1]
    if flooding.is_new(first_day.get()[0], now.date()) and flooding.links_in(post.read_as):
        return Why.LINK
    own = Post.objects.filter(
        face__account=writer, written_at__gt=now - flooding.REMEMBERED, taken_away_at=None
    )
    earlier = own.exclude(pk=post.pk).values_list("text", flat=True)
    return Why.AGAIN if flooding.said_again(post.text, earlier) else None


def _in_danger(writer: Face, verdict: Verdict) -> bool:
    assert writer.account_id is not None  # noqa: S101 - its writer is writing
    return speaks_of_danger(writer.account_id, verdict, clock.now() - flooding.REMEMBERED)
