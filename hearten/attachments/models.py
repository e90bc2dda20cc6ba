"""Pictures and audio notes as they are kept: made anew, sealed for one place."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.attachments.rules import PLACE_MOST, SECONDS_MOST, SIDE_MOST, WHOLE
from hearten.foundation import clock, ids


class Kind(models.TextChoices):
    """What it is."""

    PICTURE = "picture", _("Picture")
    SOUND = "sound", _("Audio note")


class Attachment(models.Model):
    """One picture or audio note, sealed with the key of the place it is for. Who may see it is for that
    place's domain, which points at the row.

    A trigger (migration 0002) refuses every UPDATE but forgetting the author and saying once that it
    was sent.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    author = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="attachments"
    )
    """None for a copy, which is nobody's act."""
    place = models.CharField(max_length=PLACE_MOST)
    """What it is sealed for, as the domain above names it; part of the context of its seals."""
    kind = models.CharField(max_length=8, choices=Kind.choices)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    """Pixels of the whole picture."""
    seconds = models.PositiveSmallIntegerField(null=True)
    """Of a sound."""
    sealed_words = models.BinaryField(null=True)
    """What is on it, in its author's words; nothing when they said nothing."""
    sealed_whole = models.BinaryField()
    sealed_small = models.BinaryField(null=True)
    """Of a picture."""
    at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    """Until then it is its author's alone, and deleted after a few hours."""

    class Meta:
        indexes = [
            models.Index(
                name="attachment_unsent", fields=["at"], condition=Q(sent_at__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_has_what_its_kind_has",
                condition=Q(
                    kind="picture",
                    width__isnull=False,
                    height__isnull=False,
                    width__range=(1, SIDE_MOST[WHOLE]),
                    height__range=(1, SIDE_MOST[WHOLE]),
                    seconds__isnull=True,
                    sealed_small__isnull=False,
                )
                | Q(
                    kind="sound",
                    seconds__isnull=False,
                    seconds__range=(1, SECONDS_MOST),
                    width__isnull=True,
                    height__isnull=True,
                    sealed_small__isnull=True,
                ),
            ),
            models.CheckConstraint(name="attachment_has_a_place", condition=~Q(place="")),
        ]
