"""What was brought already."""

from collections.abc import Collection

from hearten.accounts.models import Programme
from hearten.imports.models import BroughtPost, BroughtSpace, BroughtThread, Source


def source_of(programme: Programme, name: str) -> Source | None:
    """The source of that name, if something was ever brought from it."""
    return Source.objects.filter(programme=programme, name=name).first()


def posts_here(source: Source | None, their_ids: Collection[int]) -> set[int]:
    """Which of these posts are here."""
    if source is None:
        return set()
    rows = BroughtPost.objects.filter(source=source, their_id__in=their_ids)
    return set(rows.values_list("their_id", flat=True))


def spaces_here(source: Source | None) -> set[int]:
    """Which categories are spaces here, by the numbers they have there."""
    return set(BroughtSpace.objects.filter(source=source).values_list("their_id", flat=True))


def topics_gone_here(source: Source | None) -> set[int]:
    """Which topics were brought, and their first post was taken away since: few."""
    gone = BroughtThread.objects.filter(source=source, thread__title="")
    return set(gone.values_list("their_id", flat=True))
