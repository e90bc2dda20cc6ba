"""Crisis lines and the editions they came from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids


class CrisisLineKind(models.TextChoices):
    """What answers."""

    EMERGENCY = "emergency", _("Emergency number")
    CRISIS = "crisis", _("Crisis line")


class CrisisLine(models.Model):
    """A number people can reach now. Editable data, dated and sourced; never fetched at run time."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=12, choices=CrisisLineKind.choices)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    text_to = models.CharField(max_length=120, blank=True)
    website = models.URLField(max_length=300, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=600, blank=True)
    region = models.CharField(max_length=80, blank=True)
    """The part of the country it is for; empty for all of it."""
    languages = models.CharField(max_length=60, blank=True)
    """Codes of the languages it answers in, with a space between; empty where nobody knows."""
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300, blank=True)
    checked_on = models.DateField()
    edited = models.BooleanField(default=False)
    """Changed here: a later data release does not overwrite it."""
    removed_at = models.DateTimeField(null=True)
    """Taken off the page here; kept so that a later data release does not bring it back."""
    shipped_key = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001
    """Names the line across data releases; null (not empty, so that it can be unique) when written
    here."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="crisis_line_country_is_code", condition=Q(country__regex=r"^[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="crisis_line_reachable",
                condition=~Q(phone="") | ~Q(text_to="") | ~Q(website=""),
            ),
            models.CheckConstraint(
                name="crisis_line_kind_known", condition=Q(kind__in=CrisisLineKind.values)
            ),
            models.CheckConstraint(
                name="crisis_line_languages_are_codes",
                condition=Q(languages__regex=r"^([a-z]{2,3}( [a-z]{2,3})*)?$"),
            ),
            models.CheckConstraint(
                name="crisis_line_removed_here_is_edited",
                condition=Q(removed_at__isnull=True) | Q(edited=True),
            ),
        ]
        indexes = [models.Index(fields=["country", "kind", "position"], name="crisis_by_country")]


class CrisisRelease(models.Model):
    """A dated edition of the shipped list that was loaded into the table above."""

    dated = models.DateField(unique=True)
    source = models.CharField(max_length=300)
    licence = models.CharField(max_length=60)
    loaded_at = models.DateTimeField(default=clock.now)
