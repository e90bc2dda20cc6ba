"""What the moderation team writes to somebody, and what they answer."""

from django.db import models

from hearten.foundation import clock, crypto, ids


class Letter(models.Model):
    """One letter about one ground. A letter of the team has no author here: the record has."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="letters")
    """Whom the team writes to, or who answers."""
    ground_kind = models.CharField(max_length=40)
    ground_id = models.CharField(max_length=64)
    from_team = models.BooleanField()
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    """When the person opened it; of an answer, when a moderator did."""
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    sealed_text = models.BinaryField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["account", "ground_kind", "ground_id"], name="letter_thread")
        ]
