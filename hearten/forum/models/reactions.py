"""What is said to a post without words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.forum.models.posts import Post
from hearten.forum.models.spaces import Face


class Said(models.TextChoices):
    """What somebody says to a post who has no words just now."""

    WITH_YOU = "with_you", _("With you")
    ME_TOO = "me_too", _("Me too")
    HOPE = "hope", _("Hope")
    THANK_YOU = "thank_you", _("Thank you")
    HELPED = "helped", _("This helped me")
    """Seen by who wrote the post and by who says it, by nobody else."""


class PostReaction(models.Model):
    """One thing one face says to another's post; deleted when it is taken back. That it is another's,
    and of the same space, is kept by a trigger (migration 0005)."""

    id = models.BigAutoField(primary_key=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="reactions", db_index=False)
    face = models.ForeignKey(Face, models.PROTECT, related_name="reactions")
    said = models.CharField(max_length=10, choices=Said.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_reaction_once", fields=["post", "face", "said"]),
            models.CheckConstraint(name="post_reaction_known", condition=Q(said__in=Said.values)),
        ]
