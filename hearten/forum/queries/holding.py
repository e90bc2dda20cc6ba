"""Reading what is held and waits for a moderator."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearten.accounts.models import Account, Block, Programme
from hearten.forum.models import Post
from hearten.forum.queries.blocks import is_hidden_from
from hearten.forum.queries.hosts import moderated_by
from hearten.forum.queries.posts import posts_visible_to
from hearten.forum.rules import post_of


def held_posts(person: Account, programme: Programme) -> QuerySet[Post]:
    """What waits for this moderator, the longest held first, without their own; nothing for anybody
    else."""
    held = posts_visible_to(person).filter(
        held_at__isnull=False,
        space__programme=programme,
        space__programme__in=moderated_by(person.pk),
    )
    held = held.exclude(face__account=person).select_related("face", "thread__listed_in")
    return held.order_by("held_at", "pk")


def blocks_between(person: Account, other: str) -> QuerySet[Block]:
    """Blocks, whoever made them, between this person and the account that `other` names in an outer
    query: for pages that count without a question of its own for the blocks."""
    there = OuterRef(other)
    return Block.objects.filter(Q(by=person, of=there) | Q(of=person, by=there))


def held_count(person: Account, programme: Programme) -> int:
    """How many posts wait for this moderator, in one query: it stands in the menu of every page."""
    held = Post.objects.filter(held_at__isnull=False, space__programme=programme)
    held = held.filter(~Exists(blocks_between(person, "face__account")))
    held = held.exclude(is_hidden_from(person.pk))
    return held.exclude(face__account=person).count()


def text_found(subject_id: str) -> str | None:
    """What a finding is about, as long as the post has words."""
    thread_id, number = post_of(subject_id)
    there = Post.objects.filter(thread=thread_id, number=number, taken_away_at=None)
    post = there.select_related("thread").first()
    return post.read_as if post else None
