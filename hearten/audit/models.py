"""The append-only record of who did what."""

from django.db import models

from hearten.foundation import clock


class Event(models.Model):
    """One act. Rows are only ever added: a trigger refuses UPDATE and DELETE (see migration 0001).

    Holds ids and codes, never a text a person wrote, a pseudonym or an address.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    # One of hearten.audit.vocabulary.Verb; held by the type of audit.actions.record, not by a column
    # constraint, so that a new verb needs no migration.
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "id"], name="audit_by_actor"),
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_actor_is_person_or_system",
                condition=models.Q(actor_id__isnull=False, actor_name="")
                | models.Q(actor_id__isnull=True) & ~models.Q(actor_name=""),
            ),
        ]
