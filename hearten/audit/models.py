"""The append-only record of who did what, and the seals over it."""

from typing import Any

from django.db import models

from hearten.foundation import clock


class Event(models.Model):
    """One act. Rows are only ever added: triggers refuse UPDATE, DELETE and TRUNCATE (0002, 0004).

    Holds ids and codes, never a text a person wrote, a pseudonym or an address.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=clock.now)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60, blank=True)
    # One of hearten.audit.vocabulary.Verb: audit.actions.record, the only writer, refuses others. The
    # column's constraint knows their form only, so that a new verb needs no migration.
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
            models.CheckConstraint(
                name="audit_verb_is_a_code",
                condition=models.Q(verb__regex=r"^[a-z]+\.[a-z_]+$"),
            ),
        ]


class IdRanges(models.Field):  # type: ignore[type-arg]  # not subscriptable at run time
    """A set of ids as PostgreSQL keeps it most compactly: a run of neighbours is one range."""

    def db_type(self, connection: Any) -> str:
        """Django's hook."""
        return "int8multirange"


class Seal(models.Model):
    """A link of the hash chain over the record: which events it covers, and the hash over them and
    over the seal before (docs/concepts/audit.md).

    Rows are only ever added, by one sealer at a time. That no event has two seals, and that the
    columns have their sizes, the database checks (migration 0006).
    """

    position = models.BigIntegerField(primary_key=True)
    previous = models.BinaryField()
    at = models.DateTimeField()
    events = IdRanges()
    # Four bytes of each event's digest, in the order of ids.
    prints = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ["position"]
