"""Tokens of the public API."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids
from hearten.integrations.rules import NAME_MOST, OPENING


class Scope(models.TextChoices):
    """What a token may read."""

    SPACES = "spaces:read", _("Public spaces, with their threads and posts")
    GROUPS = "groups:read", _("Groups that stand in the list: what they are about and free places")
    EVENTS = "events:read", _("When those groups meet")


class ApiToken(models.Model):
    """Lets one program read what a programme shows to everybody. Who made it is in the record alone."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_MOST)
    """What it is for."""
    scopes = ArrayField(models.CharField(max_length=20))
    opening = models.CharField(max_length=OPENING)
    """The first letters of the secret, by which a manager knows it again."""
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    minute = models.DateTimeField(null=True)
    """The minute in which it asked last."""
    asked = models.PositiveIntegerField(default=0)
    """How often in that minute."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_reads_something",
                condition=Q(scopes__contained_by=Scope.values, scopes__len__gte=1),
            ),
            models.CheckConstraint(
                name="token_ends",
                condition=Q(expires_at__gt=F("made_at")),
            ),
            models.CheckConstraint(name="token_has_a_name", condition=~Q(name="")),
        ]
