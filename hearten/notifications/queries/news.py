"""Who wants to be told what, and what waits to be told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hearten.accounts.models import Account
from hearten.foundation import crypto
from hearten.notifications.models import NEWS_KINDS, News, NewsKind, NewsSettings, Way
from hearten.notifications.queries.ways import usable_ways
from hearten.notifications.rules import Hours, Rhythm

_STOP = "notifications.stop"


def news_ways() -> QuerySet[Way]:
    """Those by which their owners want to be told what is new, and can be."""
    return usable_ways().filter(brings_news=True, kind__in=NEWS_KINDS)


def news_settings_of(account: Account) -> NewsSettings:
    """What a person chose; what holds for everybody where they chose nothing."""
    return NewsSettings.objects.filter(account=account).first() or NewsSettings(account=account)


def hours_of(account: Account, chosen: NewsSettings) -> Hours:
    """The hours they chose, by their own clock."""
    quiet = (
        (chosen.quiet_from, chosen.quiet_to)
        if chosen.quiet_from is not None and chosen.quiet_to is not None
        else None
    )
    return Hours(
        zone=account.time_zone or "UTC",
        quiet=quiet,
        digest_at=chosen.digest_at,
        digest_day=chosen.digest_day,
    )


def rhythm_of(chosen: NewsSettings, kind: NewsKind) -> Rhythm:
    """How soon they want to know of this kind."""
    return Rhythm(getattr(chosen, kind.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Somebody who wants to be told of a kind of news."""

    account_id: UUID
    rhythm: Rhythm
    hours: Hours
    told_at: datetime | None
    """When they were last told of anything."""


def who_wants(people: Collection[UUID], kind: NewsKind) -> list[Wish]:
    """Those of these people who want to be told of this kind and can be."""
    reached = set(
        news_ways()
        .filter(account__in=people, account__is_active=True)
        .values_list("account", flat=True)
    )
    if not reached:
        return []
    chosen = NewsSettings.objects.in_bulk(reached)
    told = dict(
        News.objects.filter(account__in=reached)
        .order_by()
        .values_list("account")
        .annotate(Max("told_at"))
    )
    wishes = []
    for account in Account.objects.filter(pk__in=reached).only("id", "time_zone"):
        theirs = chosen.get(account.pk) or NewsSettings(account=account)
        rhythm = rhythm_of(theirs, kind)
        if rhythm != Rhythm.NEVER:
            hours = hours_of(account, theirs)
            wish = Wish(
                account_id=account.pk, rhythm=rhythm, hours=hours, told_at=told.get(account.pk)
            )
            wishes.append(wish)
    return wishes


def has_news(account_id: UUID) -> bool:
    """Whether something they were told of still waits to be looked at."""
    return News.objects.filter(account=account_id, told_at__isnull=False).exists()


def said_of_news(account: Account) -> tuple[str, str]:
    """Subject and text of a telling, in the language active now. How much of what only where the
    person chose it; never from where, whose or what."""
    subject = _("Something new")
    if not news_settings_of(account).says_what:
        return subject, _(
            "There is something new for you. Please open the app when you have a moment."
        )
    waiting = News.objects.filter(account=account, told_at__isnull=False)
    counts = dict(waiting.order_by().values_list("kind").annotate(Count("id")))
    return subject, _("New for you: %(what)s. Please open the app when you have a moment.") % {
        "what": _counted(counts)
    }


def _counted(counts: Mapping[str, int]) -> str:
    said = []
    if talks := counts.get(NewsKind.TALK):
        said.append(ngettext("%(n)s talk", "%(n)s talks", talks) % {"n": talks})
    if requests := counts.get(NewsKind.ASKING):
        said.append(ngettext("%(n)s request", "%(n)s requests", requests) % {"n": requests})
    if threads := counts.get(NewsKind.COMMUNITY):
        said.append(ngettext("%(n)s thread", "%(n)s threads", threads) % {"n": threads})
    if meetings := counts.get(NewsKind.MEETING):
        said.append(ngettext("%(n)s meeting", "%(n)s meetings", meetings) % {"n": meetings})
    return ", ".join(said)


def stop_address(way: Way) -> str:
    """Where news by this way can be ended without signing in; empty where nobody could get there."""
    if not settings.SITE_URL:
        return ""
    signature = crypto.signed(str(way.pk), purpose=_STOP)
    return f"{settings.SITE_URL}{reverse('notifications:stop', args=[way.pk, signature])}"


def may_stop(way_id: UUID, signature: str) -> bool:
    """Whether it is an address that `stop_address` made."""
    return crypto.is_signed(str(way_id), signature, purpose=_STOP)
