"""What a person keeps of the community for themselves. Nobody else ever reads it, and no text is in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.forum.models.posts import Post
from hearten.forum.models.threads import Thread


class Bookmark(models.Model):
    """A post somebody wants to find again. It goes with the words."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", db_index=False
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="bookmarks")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="bookmark_once", fields=["account", "post"]),
        ]


class Attends(models.TextChoices):
    """How somebody attends to a thread."""

    FOLLOWS = "follows", _("You follow it")
    LEFT = "left", _("You follow it no more")
    """And writing in it follows it no more."""
    MUTED = "muted", _("It is in no list for you")


class Attention(models.Model):
    """How one person attends to one thread. There is none for a thread that was only read: what somebody
    reads is kept nowhere."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", db_index=False
    )
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="attention")
    how = models.CharField(max_length=7, choices=Attends.choices)
    seen_number = models.PositiveIntegerField(default=0)
    """Of a followed one: up to which post they have seen it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="attention_once", fields=["account", "thread"]),
            models.CheckConstraint(name="attention_known", condition=Q(how__in=Attends.values)),
            models.CheckConstraint(
                name="attention_seen_of_what_is_followed",
                condition=Q(how=Attends.FOLLOWS) | Q(seen_number=0),
            ),
        ]
