"""Two people who said yes, until the ending."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids


class EndReason(models.TextChoices):
    """Why a pairing ended, as the person who ended it says."""

    HELPED = "helped", _("I have what I needed")
    TIME = "time", _("It is time for something else")
    NOT_FITTING = "not_fitting", _("It does not fit well")
    AVAILABILITY = "availability", _("I cannot be there as I would like")
    UNCOMFORTABLE = "uncomfortable", _("I feel uncomfortable")
    NO_REASON = "no_reason", _("I would rather not say")
    SUSPENDED = "suspended", _("Ended by the programme")
    ROLE_ENDED = "role_ended", _("The supporter does not support here any more")


RULED_ENDINGS = (EndReason.SUSPENDED, EndReason.ROLE_ENDED)
"""Follow from what the programme did; neither of the two can give them."""


class Pairing(models.Model):
    """One member and one supporter, from both yeses to the ending."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="pairings")
    proposal = models.OneToOneField("matching.Proposal", models.PROTECT, related_name="pairing")
    member = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="pairings_as_member"
    )
    supporter = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="pairings_as_supporter"
    )
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.Account", models.SET_NULL, null=True, related_name="+")
    end_reason = models.CharField(max_length=16, choices=EndReason.choices, blank=True)
    never_again = models.BooleanField(default=False)
    """One of the two does not want to be paired with the other again. Who, is never told."""
    handover_to = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="+"
    )
    """The colleague the supporter suggests for a warm handover; None: whoever fits."""
    sealed_handover = models.BinaryField(null=True)
    """What the supporter passes on, sealed with the member's key. The member reads it first, and it
    reaches the next supporter only when the member says yes; a no destroys it."""
    handover_answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pairing_one_open_of_two",
                fields=["member", "supporter"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="pairing_of_two_people", condition=~Q(member=F("supporter"))
            ),
            models.CheckConstraint(
                name="pairing_ending_whole",
                condition=Q(ended_at__isnull=True, end_reason="", ended_by__isnull=True)
                | Q(ended_at__isnull=False, end_reason__in=EndReason.values),
            ),
            models.CheckConstraint(
                name="pairing_handover_after_the_end",
                condition=Q(ended_at__isnull=False)
                | Q(
                    sealed_handover__isnull=True,
                    handover_to__isnull=True,
                    handover_answered_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="pairing_handover_not_to_the_two",
                condition=Q(handover_to__isnull=True)
                | ~Q(handover_to=F("supporter")) & ~Q(handover_to=F("member")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["supporter"], name="pairing_open", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["member", "-started_at"], name="pairing_by_member"),
        ]


class Feedback(models.Model):
    """Three optional answers after an ending, of either side. A supporter reads only members' marks,
    and those only as the mean of several; words reach the programme's managers, without a name."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="feedback")
    by = models.ForeignKey("accounts.Account", models.CASCADE, related_name="feedback_given")
    felt_heard = models.PositiveSmallIntegerField(null=True)
    found_useful = models.PositiveSmallIntegerField(null=True)
    """Both 1 (not at all) to 5 (very much)."""
    sealed_words = models.BinaryField(null=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="feedback_once", fields=["pairing", "by"]),
            models.CheckConstraint(
                name="feedback_scale",
                condition=(Q(felt_heard__isnull=True) | Q(felt_heard__range=(1, 5)))
                & (Q(found_useful__isnull=True) | Q(found_useful__range=(1, 5))),
            ),
        ]
