"""Reading what was said to posts without words. Nobody ever reads a number."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from hearten.accounts.models import Account
from hearten.accounts.queries import blocked_with
from hearten.forum.models import Post, PostReaction, Said
from hearten.forum.queries.blocks import is_hidden_from


@dataclass(slots=True)
class Reactions:
    """What was said to one post, as one person finds it."""

    mine: list[Said] = field(default_factory=list)
    """What they said themselves."""
    others: list[Said] = field(default_factory=list)
    """What somebody else said: that it was said, not by whom, nor by how many."""
    to_me: dict[Said, list[str]] = field(default_factory=dict)
    """Of their own post: who said what, by the names they have in the space."""


def reactions_visible_to(person: Account) -> QuerySet[PostReaction]:
    """Without those of people with whom this person has a block, and without those by which something
    helped somebody, unless they said so or wrote it."""
    between_two = Q(face__account=person) | Q(post__face__account=person)
    seen = PostReaction.objects.filter(~Q(said=Said.HELPED) | between_two)
    seen = seen.exclude(face__account__in=blocked_with(person.id))
    return seen.exclude(is_hidden_from(person.pk))


def reactions_to(person: Account, posts: Collection[Post]) -> dict[int, Reactions]:
    """What this person finds said to each of these posts, by the posts' keys."""
    own = {one.pk for one in posts if one.face.account_id == person.id}
    found = {one.pk: Reactions() for one in posts}
    rows = reactions_visible_to(person).filter(post__in=posts).select_related("face")
    for row in rows.order_by("pk"):
        here, said = found[row.post_id], Said(row.said)
        if row.post_id in own:
            here.to_me.setdefault(said, []).append(row.face.name)
        elif row.face.account_id == person.id:
            here.mine.append(said)
        elif said not in here.others:
            here.others.append(said)
    return found
