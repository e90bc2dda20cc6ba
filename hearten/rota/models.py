"""The rota: who is on duty when, and how fast an alert moves on."""

from datetime import time
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids

if TYPE_CHECKING:
    from hearten.accounts.models import Account


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Shift(models.Model):
    """Every week from a time to a time, by the clock where the person lives. An end not after the
    start is on the next day."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="shifts"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    starts = models.TimeField()
    ends = models.TimeField()
    zone = models.CharField(max_length=60)
    """IANA name, as it was when the shift was made: moving house moves no shift by itself."""
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.UniqueConstraint(
                name="shift_once", fields=["programme", "account", "weekday", "starts", "zone"]
            ),
            models.CheckConstraint(
                name="shift_weekday_known", condition=Q(weekday__in=Weekday.values)
            ),
            models.CheckConstraint(name="shift_has_a_zone", condition=~Q(zone="")),
        ]


class DutyChange(models.Model):
    """Once, from a moment to a moment: away, or on duty beside the shifts."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="+")
    account: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="duty_changes"
    )
    on = models.BooleanField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="duty_change_once",
                fields=["programme", "account", "on", "starts_at", "ends_at"],
            ),
            models.CheckConstraint(
                name="duty_change_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]


class PhoneFrom(models.IntegerChoices):
    """From which round on phones are used. A round that goes to everybody is the third, whenever it
    comes."""

    FIRST = 1, _("At once")
    SECOND = 2, _("When whoever is next is called")
    THIRD = 3, _("When every moderator is called")
    NEVER = 0, _("Never")


class EscalationSettings(models.Model):
    """How a programme's alerts move on, and when it practises."""

    programme = models.OneToOneField(
        "accounts.Programme", models.CASCADE, primary_key=True, related_name="+"
    )
    minutes = models.PositiveSmallIntegerField(default=5)
    """From one step to the next."""
    text_from = models.PositiveSmallIntegerField(choices=PhoneFrom.choices, default=PhoneFrom.FIRST)
    call_from = models.PositiveSmallIntegerField(choices=PhoneFrom.choices, default=PhoneFrom.FIRST)
    drill_weekday = models.PositiveSmallIntegerField(
        choices=Weekday.choices, default=Weekday.WEDNESDAY
    )
    drill_at = models.TimeField(default=time(11))
    zone = models.CharField(max_length=60, default="UTC")
    """Whose clock the practice keeps to."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="escalation_minutes_sane", condition=Q(minutes__gte=1, minutes__lte=60)
            ),
            models.CheckConstraint(
                name="escalation_phones_known",
                condition=Q(text_from__in=PhoneFrom.values, call_from__in=PhoneFrom.values),
            ),
            models.CheckConstraint(
                name="escalation_drill_weekday_known",
                condition=Q(drill_weekday__in=Weekday.values),
            ),
        ]
