"""Reading attachments. Who may see one is for the domain of its place to ask first."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from hearten.attachments.models import Attachment, Kind
from hearten.attachments.rules import SMALL, WHOLE
from hearten.foundation import crypto

__all__ = ["SMALL", "WHOLE", "Attached", "Kind", "content_of", "described", "unsent_by"]

_ABOUT = ("id", "place", "kind", "width", "height", "seconds", "sealed_words")


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment without its bytes, for whoever shows it."""

    id: UUID
    kind: str
    width: int | None
    height: int | None
    seconds: int | None
    words: str
    """What is on it; empty when its author said nothing."""

    @property
    def length(self) -> str:
        """Of a sound, in minutes and seconds."""
        return f"{(self.seconds or 0) // 60}:{(self.seconds or 0) % 60:02}"


def described(
    attachment_ids: Collection[UUID], wrapped_key: bytes | memoryview | None
) -> dict[UUID, Attached]:
    """What these are, opened with their place's key; those that are gone, or whose key is, are left
    out. One query."""
    if wrapped_key is None:
        return {}
    key = crypto.unwrap(wrapped_key)
    rows = Attachment.objects.filter(id__in=attachment_ids).only(*_ABOUT)
    return {
        row.id: Attached(
            row.id, row.kind, row.width, row.height, row.seconds, words=_words(row, key)
        )
        for row in rows
    }


def _words(row: Attachment, key: crypto.DataKey) -> str:
    if row.sealed_words is None:
        return ""
    return crypto.unseal(key, row.sealed_words, context=sealed_in(row, "words"))


def content_of(
    attachment_id: UUID, size: str, wrapped_key: bytes | memoryview | None
) -> bytes | None:
    """The bytes in one size, opened; None when they are gone or there is no such size."""
    if size not in (WHOLE, SMALL) or wrapped_key is None:
        return None
    row = Attachment.objects.only("id", "place", f"sealed_{size}").filter(id=attachment_id).first()
    sealed = getattr(row, f"sealed_{size}") if row else None
    if row is None or sealed is None:
        return None
    key = crypto.unwrap(wrapped_key)
    return crypto.unseal_bytes(key, sealed, context=sealed_in(row, size))


def unsent_by(
    account_id: UUID,
    place: str,
    attachment_ids: Collection[UUID],
    wrapped_key: bytes | memoryview | None,
) -> list[Attached]:
    """Those of these that a person uploaded for a place and has not sent, in the order given."""
    mine = Attachment.objects.filter(
        id__in=attachment_ids, author=account_id, place=place, sent_at__isnull=True
    ).values_list("id", flat=True)
    known = described(list(mine), wrapped_key) if attachment_ids else {}
    return [known[one] for one in dict.fromkeys(attachment_ids) if one in known]


def sealed_in(attachment: Attachment, field: str) -> str:
    """The context a field is sealed in: its row and its place."""
    return f"attachments.Attachment.{field}:{attachment.place}:{attachment.id}"
