"""A person asks for support; the queue proposes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.foundation import clock, ids


class RequestKind(models.TextChoices):
    """How soon, as in matching.rules.Kind."""

    NOW = "now", _("Somebody to talk to now")
    WEEKS = "weeks", _("Somebody for the coming weeks")


class RequestState(models.TextChoices):
    """Where a request stands."""

    WAITING = "waiting", _("Waiting")
    PROPOSED = "proposed", _("Asking somebody")
    PAIRED = "paired", _("Paired")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (RequestState.WAITING, RequestState.PROPOSED)
_OPEN = Q(state__in=[state.value for state in OPEN_STATES])


class SupportRequest(models.Model):
    """One ask for support. At most one is open for a person in a programme."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="requests")
    member = models.ForeignKey("accounts.Account", models.CASCADE, related_name="requests")
    kind = models.CharField(max_length=8, choices=RequestKind.choices)
    sealed_words = models.BinaryField(null=True)
    """What is going on, in the member's words, sealed with the account's key. Shown to a supporter
    with a proposal, to nobody else."""
    state = models.CharField(
        max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    made_at = models.DateTimeField(default=clock.now)
    waiting_since = models.DateTimeField()
    """The same as `made_at`, or earlier when the waiting time before an ended pairing is kept."""
    choose_until = models.DateTimeField(null=True)
    """Until then the member chooses whom to ask, and the queue asks nobody for them. Gone as soon as
    somebody is asked; a moment that is past holds nothing any more."""
    closed_at = models.DateTimeField(null=True)
    follows = models.OneToOneField(
        "matching.Pairing", models.SET_NULL, null=True, related_name="followed_by"
    )
    """The ended pairing whose waiting time this request keeps. One request each: the same wait
    cannot be counted twice."""
    hands_over = models.BooleanField(default=False)
    """The member lets the next supporter read the handover words of `follows`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="request_one_open", fields=["programme", "member"], condition=_OPEN
            ),
            models.CheckConstraint(
                name="request_closed_when_done",
                condition=_OPEN & Q(closed_at__isnull=True) | ~_OPEN & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="request_waits_from_making_or_before",
                condition=Q(waiting_since__lte=F("made_at")),
            ),
            models.CheckConstraint(
                name="request_choosing_only_while_waiting",
                condition=Q(choose_until__isnull=True) | Q(state=RequestState.WAITING.value),
            ),
            models.CheckConstraint(
                name="request_choosing_after_asking",
                condition=Q(choose_until__isnull=True) | Q(choose_until__gt=F("made_at")),
            ),
            models.CheckConstraint(
                name="request_kind_known", condition=Q(kind__in=RequestKind.values)
            ),
            models.CheckConstraint(
                name="request_state_known", condition=Q(state__in=RequestState.values)
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "kind", "waiting_since", "id"],
                name="request_queue",
                condition=_OPEN,
            ),
            models.Index(fields=["member", "made_at"], name="request_by_member"),
            models.Index(fields=["programme", "kind", "-made_at"], name="request_recent_waits"),
        ]


class Stage(models.TextChoices):
    """Whose answer a proposal waits for, or how it ended."""

    ASKED_SUPPORTER = "asked_supporter", _("Waiting for the supporter")
    ASKED_MEMBER = "asked_member", _("Waiting for the member")
    ACCEPTED = "accepted", _("Both said yes")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STAGES = (Stage.ASKED_SUPPORTER, Stage.ASKED_MEMBER)
_ASKING = Q(stage__in=[stage.value for stage in OPEN_STAGES])
# A comparison with NULL is NULL, and a CHECK lets NULL pass: each answer is first asked to be there.
_SUPPORTER_YES = Q(supporter_said__isnull=False, supporter_said=True)
_MEMBER_YES = Q(member_said__isnull=False, member_said=True)
_SUPPORTER_NO = Q(supporter_said__isnull=False, supporter_said=False)
_MEMBER_NO = Q(member_said__isnull=False, member_said=False)
_NOT_CHOSEN = Q(chosen_by_member=False, member_said__isnull=True)
_CHOSEN = Q(chosen_by_member=True) & _MEMBER_YES
_ANSWERED = (
    (Q(stage="asked_supporter", supporter_said__isnull=True) & (_NOT_CHOSEN | _CHOSEN))
    | (Q(stage="asked_member", member_said__isnull=True) & _SUPPORTER_YES)
    | (Q(stage="accepted") & _SUPPORTER_YES & _MEMBER_YES)
    | (Q(stage="declined") & (_SUPPORTER_NO | _MEMBER_NO))
    | Q(stage__in=["expired", "withdrawn"])
)


class Proposal(models.Model):
    """A member and a supporter who might fit. Both say yes, or it moves on."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    request = models.ForeignKey(SupportRequest, models.CASCADE, related_name="proposals")
    supporter = models.ForeignKey("accounts.Account", models.CASCADE, related_name="proposals")
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.ASKED_SUPPORTER)
    chosen_by_member = models.BooleanField(default=False)
    """The member picked this supporter: the supporter's yes is the second one."""
    supporter_said = models.BooleanField(null=True)
    member_said = models.BooleanField(null=True)
    """Each side's answer; None while they have not given one. On an expired proposal it tells who
    was silent."""
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    """Codes and parameters of rules.Reason; words are made when read, in the reader's language."""
    made_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="proposal_one_open_per_request", fields=["request"], condition=_ASKING
            ),
            models.CheckConstraint(
                name="proposal_closed_when_done",
                condition=_ASKING & Q(closed_at__isnull=True)
                | ~_ASKING & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(name="proposal_answers_make_the_stage", condition=_ANSWERED),
            models.CheckConstraint(
                name="proposal_deadline_after_start", condition=Q(answer_by__gt=F("made_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], name="proposal_overdue", condition=_ASKING),
            models.Index(fields=["supporter", "stage"], name="proposal_by_supporter"),
        ]
