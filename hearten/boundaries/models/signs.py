"""What was noticed: kinds and counts, by day."""

from django.db import models
from django.db.models import Q

from hearten.boundaries.rules import WITHOUT_PAIRING, Kind, Side

KINDS = [(kind.value, kind.value) for kind in Kind]
SIDES = [(side.value, side.value) for side in Side]
_ALONE = sorted(kind.value for kind in WITHOUT_PAIRING)


def about_whom() -> Q:
    """A kind about the supporter's week names no other person; every other is of one pairing."""
    alone = Q(kind__in=_ALONE, side=Side.SUPPORTER.value, pairing__isnull=True)
    return alone | ~Q(kind__in=_ALONE) & Q(pairing__isnull=False)


class Sign(models.Model):
    """How often one kind was noticed on one day: on one side of one pairing, or in the week of one
    supporter."""

    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    supporter = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    """Whose work it is about, also where the member did it."""
    pairing = models.ForeignKey("matching.Pairing", models.CASCADE, null=True, related_name="+")
    side = models.CharField(max_length=10, choices=SIDES)
    kind = models.CharField(max_length=20, choices=KINDS)
    day = models.DateField()
    """By the supporter's own wall clock."""
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="sign_once_a_day",
                fields=["supporter", "pairing", "side", "kind", "day"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="sign_counts", condition=Q(count__gte=1)),
            models.CheckConstraint(
                name="sign_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="sign_side_known", condition=Q(side__in=[side.value for side in Side])
            ),
            models.CheckConstraint(name="sign_about_whom", condition=about_whom()),
        ]


class Tally(models.Model):
    """How much one person wrote in one pairing on one day. Counts only."""

    pairing = models.ForeignKey("matching.Pairing", models.CASCADE, related_name="+")
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="+")
    day = models.DateField()
    messages = models.PositiveIntegerField(default=0)
    characters = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    """Of talking, by rules.talked."""

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tally_once_a_day", fields=["pairing", "account", "day"]),
        ]
        indexes = [models.Index(fields=["account", "day"], name="tally_by_account")]


class Pace(models.Model):
    """Where the reading of one pairing's talk stands: the run of messages it is in."""

    pairing = models.OneToOneField(
        "matching.Pairing", models.CASCADE, primary_key=True, related_name="+"
    )
    place = models.CharField(max_length=100, unique=True)
    """As findings of danger name where a text stands."""
    run_author = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")
    run_since = models.DateTimeField(null=True)
    run_messages = models.PositiveIntegerField(default=0)
    run_characters = models.PositiveIntegerField(default=0)
    run_told = models.BooleanField(default=False)
    supporter_at = models.DateTimeField(null=True)
    """When the supporter last wrote."""
