"""Identity, programmes, roles, agreements, sessions and blocks."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearten.accounts.rules import pseudonyms
from hearten.foundation import clock, crypto, ids

PSEUDONYM_MOST = 40
# Compatibility forms can be longer than what was typed.
PSEUDONYM_KEY_MOST = 160
LANGUAGES = [code for code, _name in settings.LANGUAGES]
"""Languages the pages can be read in, and so the programme's own texts."""


class AgeRule(models.TextChoices):
    """Who may join, and how they say so."""

    ADULTS = "adults", _("18 or older")
    OLDER_TEENS = "older_teens", _("16 or older")
    ALL_AGES = "all_ages", _("Any age")


class Programme(models.Model):
    """One organisation's service. An installation holds one or more."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=12, default="en")
    """The main language: its texts are always there, for readers of others until a translation is."""
    age_rule = models.CharField(max_length=20, choices=AgeRule.choices, default=AgeRule.ADULTS)
    country = models.CharField(max_length=2, default="GB")
    """ISO 3166-1 alpha-2; whose crisis lines are shown before the reader chooses."""
    open_to_join = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programme_country_is_code", condition=Q(country__regex=r"^[A-Z]{2}$")
            ),
            models.CheckConstraint(
                name="programme_language_known", condition=Q(language__in=LANGUAGES)
            ),
        ]


class Welcome(models.Model):
    """A programme's words of welcome in one language."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="welcomes")
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="welcome_language_once", fields=["programme", "language"]),
            models.CheckConstraint(
                name="welcome_language_known", condition=Q(language__in=LANGUAGES)
            ),
            models.CheckConstraint(name="welcome_not_empty", condition=~Q(text="")),
        ]


class AccountManager(BaseUserManager["Account"]):
    """Finds people by the form of their pseudonym that counts."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of a pseudonym as typed."""
        return self.get(pseudonym_key=pseudonyms.key(username or ""))


class Account(AbstractBaseUser):
    """A person, known by a pseudonym they chose. No name, no email, no phone, no address."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    pseudonym = models.CharField(_("pseudonym"), max_length=PSEUDONYM_MOST)
    pseudonym_key = models.CharField(max_length=PSEUDONYM_KEY_MOST, unique=True, editable=False)
    password = models.CharField(_("passphrase"), max_length=128)
    language = models.CharField(max_length=12, blank=True)
    time_zone = models.CharField(max_length=60, default="UTC")
    country = models.CharField(max_length=2, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    age_confirmed_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)
    device_epoch = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """Goes up when the person signs devices out: marks of devices from before count no longer."""
    wrapped_key = models.BinaryField(default=crypto.new_wrapped_key, null=True, editable=False)
    """Key of what this person wrote for themselves (requests, wishes); destroying it is erasure."""

    erased_at = models.DateTimeField(null=True, editable=False)
    """When this person was erased. The row stays without name, key and way in, because what others
    wrote and the record point at its id."""

    last_login = None
    """Django's column for it is left out: sessions say when, to the hour, and end."""

    USERNAME_FIELD = "pseudonym"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_pseudonym_not_empty", condition=~Q(pseudonym_key="")
            ),
            # allauth and forms go around our actions if they can: the database keeps the pair.
            models.CheckConstraint(
                name="account_pseudonym_not_too_long",
                condition=Q(pseudonym__length__lte=PSEUDONYM_MOST),
            ),
            models.CheckConstraint(
                name="account_erased_whole",
                condition=Q(erased_at__isnull=True)
                | Q(
                    is_active=False,
                    pseudonym="",
                    password__startswith="!",  # noqa: S106 - how Django says "none"
                    pronouns="",
                    country="",
                    language="",
                    age_confirmed_at__isnull=True,
                    wrapped_key__isnull=True,
                ),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps `pseudonym_key` the key of `pseudonym` (a stored derivation, not a rule)."""
        if self.erased_at is None:
            self.pseudonym_key = pseudonyms.key(self.pseudonym)
        super().save(*args, **kwargs)

    @property
    def actor_id(self) -> UUID:
        """A person acts as their account."""
        return self.id

    @property
    def actor_name(self) -> str:
        """A person has no system name."""
        return ""

    def __str__(self) -> str:
        return self.pseudonym


models.CharField.register_lookup(Length)


class Role(models.TextChoices):
    """What a person is in a programme; several at once are possible."""

    MEMBER = "member", _("Member")
    SUPPORTER = "supporter", _("Peer supporter")
    SUPERVISOR = "supervisor", _("Supervisor")
    MODERATOR = "moderator", _("Moderator")
    MANAGER = "manager", _("Programme manager")


class SuspendReason(models.TextChoices):
    """Why an account was suspended: a code for the record, never free text about a person."""

    HARM = "harm", _("Hurt, threatened or pressured somebody")
    DISHONEST = "dishonest", _("Pretended to be somebody else")
    MISUSE = "misuse", _("Used the programme for something else")
    SAFETY = "safety", _("To keep this person or others safe while we look into it")
    OWN_WISH = "own_wish", _("The person asked for it")


class RestoreReason(models.TextChoices):
    """Why a suspended account was let back in."""

    LOOKED_INTO = "looked_into", _("We looked into it and it is settled")
    MISTAKE = "mistake", _("It was a mistake")
    OWN_WISH = "own_wish", _("The person asked to come back")


class Membership(models.Model):
    """One person's one role in one programme, from a time, perhaps to a time."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="memberships")
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_role_once",
                fields=["programme", "account", "role"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="membership_role_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "role", "since"],
                name="membership_active",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(fields=["account"], name="membership_account"),
        ]


class AgreementKind(models.TextChoices):
    """What an agreement is about; each kind has its own line of versions."""

    TERMS = "terms", _("How we treat each other")
    PRIVACY = "privacy", _("Your privacy")
    SUPPORTER = "supporter", _("What peer supporters promise")


class Agreement(models.Model):
    """One published version of one agreement: one thing that people accept, in whichever of its
    languages they read it. Never changed (a trigger refuses it), only followed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind.choices)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=12)
    """The language it was written in; its text is always there (a foreign key of the database)."""
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agreement_version_once", fields=["programme", "kind", "version"]
            ),
            models.CheckConstraint(name="agreement_version_from_1", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="agreement_kind_known", condition=Q(kind__in=AgreementKind.values)
            ),
        ]

    @property
    def missing_languages(self) -> list[str]:
        """Languages of the pages in which it cannot be read yet."""
        there = {one.language for one in self.texts.all()}
        return [code for code in LANGUAGES if code not in there]


class AgreementText(models.Model):
    """The words of one version in one language. Added once, never changed or taken away."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="texts")
    language = models.CharField(max_length=12)
    text = models.TextField(max_length=20_000)
    what_changed = models.TextField(max_length=1000, blank=True)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agreement_text_language_once", fields=["agreement", "language"]
            ),
            # For the foreign key of an acceptance, which names both.
            models.UniqueConstraint(name="agreement_text_of_agreement", fields=["agreement", "id"]),
            models.CheckConstraint(
                name="agreement_text_language_known", condition=Q(language__in=LANGUAGES)
            ),
            models.CheckConstraint(name="agreement_text_not_empty", condition=~Q(text="")),
        ]


class Acceptance(models.Model):
    """A person accepted one version, and these are the words they were shown."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="acceptances")
    text = models.ForeignKey(AgreementText, models.PROTECT, related_name="acceptances")
    """One of the agreement's own texts (a foreign key of the database)."""
    account = models.ForeignKey(Account, models.CASCADE, related_name="acceptances")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="acceptance_once", fields=["agreement", "account"])
        ]


class Session(AbstractBaseSession):
    """A signed-in device. Holds no address and no full browser name."""

    session_key = models.CharField(max_length=40, primary_key=True)
    public_id = models.UUIDField(default=ids.new_id, unique=True)
    """Names the session in pages and notices; the key itself never leaves the cookie."""
    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = BaseSessionManager()

    class Meta:
        indexes = [models.Index(fields=["account"], name="session_account")]

    @property
    def device_words(self) -> str:
        """The device for its owner, such as "Firefox on Android"."""
        browser, _bar, system = self.device.partition("|")
        if browser and system:
            return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
        return browser or system or gettext("A device we do not know")

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Django's hook."""
        from hearten.accounts.sessions import SessionStore  # noqa: PLC0415 - it imports this model

        return SessionStore


class Block(models.Model):
    """One person never wants to meet another. Holds both ways everywhere; the other is not told."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    by = models.ForeignKey(Account, models.CASCADE, related_name="blocks_made")
    of = models.ForeignKey(Account, models.CASCADE, related_name="blocks_received")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="block_once", fields=["by", "of"]),
            models.CheckConstraint(name="block_not_self", condition=~Q(by=F("of"))),
        ]


class Erasure(models.Model):
    """A person asked to be erased: from then on, through the time to think again, to the proof.

    While `done_at` is set the database lets this person's messages be blanked
    (conversations migration 0006): nobody else's, and nobody's before.
    """

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="erasures")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """By the database's clock."""
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    stuck = models.CharField(max_length=20, blank=True)
    """A code: why it could not be done at its time. It is tried again."""
    held = models.JSONField(default=list)
    """Codes of what was kept back at `done_at` and goes later."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="erasure_one_open",
                fields=["account"],
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="erasure_done_once", fields=["account"], condition=Q(done_at__isnull=False)
            ),
            models.CheckConstraint(
                name="erasure_cancelled_or_done",
                condition=Q(cancelled_at__isnull=True) | Q(done_at__isnull=True),
            ),
            models.CheckConstraint(
                name="erasure_after_time_to_think",
                condition=Q(due_at__gt=F("asked_at"))
                & (Q(done_at__isnull=True) | Q(done_at__gte=F("due_at"))),
            ),
            models.CheckConstraint(
                name="erasure_holds_back_only_when_done",
                condition=Q(held=[]) | Q(done_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="erasure_due",
                condition=Q(cancelled_at__isnull=True, done_at__isnull=True),
            )
        ]
