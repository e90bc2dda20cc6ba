"""A member's safety plan, who may read which step of it, and what a supporter suggests for it."""

from django.db import models
from django.db.models import Q

from hearten.foundation import clock, ids
from hearten.toolkit.rules import MOST, SUGGESTIONS_MOST, WITH_PHONE, Part, Step

_PARTS = [(part.value, part.value) for part in Part]
_STEPS = [(step.value, step.value) for step in Step]
_PHONED = sorted(part.value for part in WITH_PHONE)
_ROOM = Q()
for _part in Part:
    _ROOM |= Q(part=_part.value, position__lt=MOST[_part])


class Plan(models.Model):
    """One person's plan. It belongs to the person and not to a programme; nobody else writes it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.OneToOneField("accounts.Account", models.CASCADE, related_name="safety_plan")
    revision = models.PositiveIntegerField(default=0)
    """Grows with each change of the text: how a copy on a phone knows that it is old."""
    changed_at = models.DateTimeField(default=clock.now)
    looked_at = models.DateTimeField(default=clock.now)
    """When its owner last wrote in it or said that it still fits."""


class Entry(models.Model):
    """One short line of the plan, sealed with the owner's key."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="entries")
    part = models.CharField(max_length=12, choices=_PARTS)
    position = models.PositiveSmallIntegerField()
    line = models.UUIDField(default=ids.new_id)
    """Given with the page the line was written on: sent twice, it is one line."""
    sealed_text = models.BinaryField()
    sealed_phone = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_entry_line_once", fields=["plan", "part", "line"]),
            models.UniqueConstraint(
                name="plan_entry_position_once", fields=["plan", "part", "position"]
            ),
            # Also says which lists there are.
            models.CheckConstraint(name="plan_entry_has_room", condition=_ROOM),
            models.CheckConstraint(
                name="plan_entry_phone_where_it_belongs",
                condition=Q(sealed_phone__isnull=True) | Q(part__in=_PHONED),
            ),
        ]


class Share(models.Model):
    """A step the supporter of one pairing may read, for as long as that pairing is open."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="shares")
    pairing = models.ForeignKey("matching.Pairing", models.CASCADE, related_name="+")
    step = models.CharField(max_length=12, choices=_STEPS)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_share_once", fields=["plan", "pairing", "step"]),
            models.CheckConstraint(
                name="plan_share_step_known", condition=Q(step__in=[step for step, _ in _STEPS])
            ),
        ]


class Suggestion(models.Model):
    """A line a supporter offers for a step they may read. Kept or not, it is gone afterwards."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="suggestions")
    pairing = models.ForeignKey("matching.Pairing", models.CASCADE, related_name="+")
    part = models.CharField(max_length=12, choices=_PARTS)
    slot = models.PositiveSmallIntegerField()
    line = models.UUIDField()
    """Given with the supporter's page: sent twice, it is one suggestion."""
    sealed_text = models.BinaryField()
    """With the key of the plan's owner: the words are offered to them and erased with them."""
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="plan_suggestion_part_known",
                condition=Q(part__in=[part for part, _ in _PARTS]),
            ),
            models.UniqueConstraint(
                name="plan_suggestion_slot_once", fields=["pairing", "part", "slot"]
            ),
            models.UniqueConstraint(name="plan_suggestion_line_once", fields=["pairing", "line"]),
            models.CheckConstraint(
                name="plan_suggestion_few", condition=Q(slot__lt=SUGGESTIONS_MOST)
            ),
        ]
