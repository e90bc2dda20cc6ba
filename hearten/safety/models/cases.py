"""Reports, and the cases they open."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hearten.accounts.models import PSEUDONYM_MOST
from hearten.foundation import clock, crypto, ids

if TYPE_CHECKING:
    from hearten.accounts.models import Account


class ReportReason(models.TextChoices):
    """Why something is reported, in the reporter's words."""

    DANGER = "danger", _("I am worried somebody is in danger")
    HARASSMENT = "harassment", _("They are cruel, threatening or keep pushing")
    SEXUAL = "sexual", _("Sexual words or approaches")
    MONEY = "money", _("Asks for money or sells something")
    CONTACT = "contact", _("Wants to move to another app or to meet against the rules")
    ADVICE = "advice", _("Harmful advice")
    OTHER = "other", _("Something else")


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", _("Waiting for somebody")
    ASSIGNED = "assigned", _("Somebody is on it")
    RESOLVED = "resolved", _("Resolved")


class CaseNature(models.TextChoices):
    """What a case is about. Never mixed: who is in danger is not who did wrong."""

    CONDUCT = "conduct", _("What somebody did")
    WELFARE = "welfare", _("Somebody’s safety")


class Resolution(models.TextChoices):
    """How a case ended."""

    NO_BREACH = "no_breach", _("Nothing against the agreements")
    TALKED = "talked", _("Talked with the person")
    WARNED = "warned", _("Warned the person")
    SUSPENDED = "suspended", _("Suspended the account")
    REFERRED = "referred", _("Referred to emergency or other help")
    SAFE = "safe", _("They are safe for now")


RESOLUTIONS = {
    CaseNature.CONDUCT: tuple(one for one in Resolution if one != Resolution.SAFE),
    CaseNature.WELFARE: (Resolution.SAFE, Resolution.TALKED, Resolution.REFERRED),
}
"""Nobody is warned or suspended for being in danger."""


_UNRESOLVED = Q(resolved_at__isnull=True, resolution="", sealed_reason__isnull=True)


class EntryKind(models.TextChoices):
    """What a moderator put down on a case."""

    NOTE = "note", _("A note")
    REFERRAL = "referral", _("Referred to others")
    CALL = "call", _("A call")


class Referral(models.TextChoices):
    """To whom a person, or what they need, was referred."""

    EMERGENCY = "emergency", _("Emergency services")
    CRISIS_LINE = "crisis_line", _("A crisis line")
    CARE = "care", _("A doctor, clinic or care team")
    SUPERVISOR = "supervisor", _("A supervisor of this programme")
    MANAGER = "manager", _("A manager of this programme")
    OTHER = "other", _("Somebody else")


class CallOutcome(models.TextChoices):
    """How a call ended."""

    SAFE = "safe", _("Reached: safe for now")
    HELP_COMING = "help_coming", _("Reached: others are on their way or take over")
    REACHED = "reached", _("Reached: it is not settled yet")
    NOT_REACHED = "not_reached", _("Not reached")


class Case(models.Model):
    """Work for moderators: about one person, from one or more reports or findings."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey("accounts.Programme", models.PROTECT, related_name="safety_cases")
    about: "models.ForeignKey[Account, Account]" = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="cases_about"
    )
    known_as = models.CharField(max_length=PSEUDONYM_MOST, blank=True)
    """The name under which they did what was reported, where it is not the account's: moderators read
    it in place of the pseudonym, and what is reported under another name is another case."""
    nature = models.CharField(max_length=8, choices=CaseNature.choices, default=CaseNature.CONDUCT)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.OPEN)
    assignee = models.ForeignKey(
        "accounts.Account", models.PROTECT, null=True, related_name="cases_assigned"
    )
    opened_at = models.DateTimeField(default=clock.now)
    assigned_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.CharField(max_length=16, choices=Resolution.choices, blank=True)
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    sealed_reason = models.BinaryField(null=True)
    """The reason of the resolution."""
    brigade = models.JSONField(default=list)
    """Why its reports may belong together, as rules.brigades.Sign; empty where nothing says so."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_state_whole",
                condition=Q(state="open", assignee__isnull=True, assigned_at__isnull=True)
                & _UNRESOLVED
                | Q(state="assigned", assignee__isnull=False, assigned_at__isnull=False)
                & _UNRESOLVED
                | Q(state="resolved", assignee__isnull=False, resolved_at__isnull=False)
                & Q(sealed_reason__isnull=False)
                & ~Q(resolution=""),
            ),
            models.CheckConstraint(
                name="case_resolution_fits_its_nature",
                condition=Q(nature="conduct", resolution__in=["", *RESOLUTIONS[CaseNature.CONDUCT]])
                | Q(nature="welfare", resolution__in=["", *RESOLUTIONS[CaseNature.WELFARE]]),
            ),
            models.CheckConstraint(
                name="case_not_by_whom_it_is_about",
                condition=Q(assignee__isnull=True) | ~Q(assignee=F("about")),
            ),
            models.UniqueConstraint(
                name="case_one_open_about_person",
                fields=["programme", "about", "nature", "known_as"],
                condition=~Q(state="resolved"),
            ),
            models.CheckConstraint(
                # Who is in danger may have to be found.
                name="case_of_welfare_by_pseudonym",
                condition=Q(nature="conduct") | Q(known_as=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "-urgent", "opened_at"],
                name="case_queue",
                condition=~Q(state="resolved"),
            )
        ]


class Report(models.Model):
    """One person told us about something another wrote or did.

    The reported text is copied here, sealed with the case's key, when the reporter sends it: it is
    all of the conversation that a moderator may read.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="reports_made"
    )
    reason = models.CharField(max_length=12, choices=ReportReason.choices)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    sealed_words = models.BinaryField(null=True)
    """What the reporter added."""
    sealed_evidence = models.BinaryField(null=True)
    """The reported text, as it was."""
    sealed_history = models.BinaryField(null=True)
    """What it said before its author changed it, and when they deleted it; nothing for a text that
    nobody touched."""
    at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)
    """When the reporter read that it was looked at."""

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="report_once", fields=["reporter", "subject_kind", "subject_id"]
            ),
            models.CheckConstraint(
                name="report_reason_known", condition=Q(reason__in=ReportReason.values)
            ),
        ]


class ReportAttachment(models.Model):
    """A picture that was reported: a copy, sealed with the case's key."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="enclosed")
    position = models.PositiveSmallIntegerField()
    attachment = models.OneToOneField("attachments.Attachment", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(
                name="report_attachment_position_once", fields=["report", "position"]
            ),
        ]


class CaseNote(models.Model):
    """What a moderator put down on a case: a note, whom they referred it to, a call they made."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey("accounts.Account", models.PROTECT, related_name="case_notes")
    kind = models.CharField(max_length=8, choices=EntryKind.choices, default=EntryKind.NOTE)
    code = models.CharField(max_length=12, blank=True)
    """To whom (Referral) or how it ended (CallOutcome); empty for a note."""
    sealed_text = models.BinaryField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="case_note_code_fits_its_kind",
                condition=Q(kind="note", code="")
                | Q(kind="referral", code__in=Referral.values)
                | Q(kind="call", code__in=CallOutcome.values),
            )
        ]

    @property
    def code_words(self) -> str:
        """To whom, or how it ended, in words."""
        choices: dict[str, type[models.TextChoices]] = {
            EntryKind.REFERRAL: Referral,
            EntryKind.CALL: CallOutcome,
        }
        return str(choices[self.kind](self.code).label) if self.kind in choices else ""
