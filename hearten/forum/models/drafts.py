"""What somebody began to write and did not send."""

from django.db import models
from django.db.models import Q

from hearten.forum.models.spaces import Space
from hearten.forum.models.threads import Thread
from hearten.foundation import clock, ids


class Draft(models.Model):
    """Words for a thread, or for a new one in a space. Sealed with their writer's key: nobody else reads
    them, and nothing looks for danger in them."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", db_index=False
    )
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    thread = models.ForeignKey(Thread, models.CASCADE, null=True, related_name="+")
    sealed_words = models.BinaryField()
    """As JSON: title, text, looking_for, about, notes."""
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="draft_of_a_thread_once",
                fields=["account", "thread"],
                condition=Q(thread__isnull=False),
            ),
            models.UniqueConstraint(
                name="draft_of_a_space_once",
                fields=["account", "space"],
                condition=Q(space__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_of_one_place",
                condition=Q(space__isnull=True, thread__isnull=False)
                | Q(space__isnull=False, thread__isnull=True),
            ),
        ]

    @property
    def listed_in(self) -> Space:
        """The space it is for, or its thread's."""
        if self.thread is not None:
            return self.thread.listed_in
        assert self.space is not None  # noqa: S101 - a check of the row
        return self.space
