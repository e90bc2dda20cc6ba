"""What is new: noted, told, and gone once it was looked at."""

from collections.abc import Collection
from datetime import time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.accounts.policies import is_self
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import NotAllowed
from hearten.notifications import policies, queries
from hearten.notifications.actions.outbox import deliver_news
from hearten.notifications.models import News, NewsKind, NewsSettings, Way
from hearten.notifications.rules import AGAIN_AFTER, KEPT, Rhythm, due_at


@transaction.atomic
def note(*, people: Collection[UUID], kind: NewsKind, place: str, by: Actor) -> None:
    """Something new in a place for these people, whoever did it not among them. Whoever does not want
    to be told, or cannot be, has nothing kept. The same place again is the same news."""
    others = {one for one in people if one != by.actor_id}
    wishes = queries.who_wants(others, kind) if others else []
    if not wishes:
        return
    now = clock.shared_now()
    dues = {
        one.account_id: due_at(one.rhythm, one.hours, now=now, told_at=one.told_at)
        for one in wishes
    }
    rows = [
        News(account_id=id_, kind=kind, place=place, noted_at=now, due_at=due)
        for id_, due in dues.items()
    ]
    News.objects.bulk_create(rows, ignore_conflicts=True)
    long_ago = News.objects.select_for_update().filter(
        account__in=dues, place=place, due_at__isnull=True, told_at__lte=now - AGAIN_AFTER
    )
    for row in long_ago.order_by("pk"):
        row.due_at = dues[row.account_id]
        row.save(update_fields=["due_at"])


@transaction.atomic
def note_seen(*, account_id: UUID, place: str, by: Actor) -> None:
    """They looked at it: nobody is told of it any more."""
    if not is_self(by, account_id):
        raise NotAllowed(_("Only the person can do this."))
    News.objects.filter(account=account_id, place=place).delete()


@transaction.atomic
def note_kinds_seen(*, account_id: UUID, kinds: Collection[NewsKind], by: Actor) -> None:
    """They looked where everything of these kinds stands."""
    if not is_self(by, account_id):
        raise NotAllowed(_("Only the person can do this."))
    News.objects.filter(account=account_id, kind__in=kinds).delete()


@transaction.atomic
def withdraw_news(*, places: Collection[str], by: Actor) -> int:
    """What was new there is over: nobody is told of it any more, whoever was told and did not look
    neither. Gives how much it was."""
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself does this."))
    gone, _by_model = News.objects.filter(place__in=places).delete()
    return gone


@transaction.atomic
def tell_next(*, by: Actor) -> bool:
    """Tell one person everything of theirs that is due; False when nobody has to be told. The letters
    and the mark are one transaction: killed in between, somebody tells them again."""
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself sends these."))
    now = clock.shared_now()
    due = News.objects.filter(due_at__lte=now)
    first = due.order_by("due_at", "pk").values_list("account", flat=True).first()
    if first is None:
        return False
    # Whoever comes second waits here, and then finds nothing due.
    rows = list(due.filter(account=first).select_for_update().order_by("pk"))
    if rows:
        News.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=None, told_at=now)
        deliver_news(account_id=first, by=by)
    return True


@transaction.atomic
def forget_old_news(*, by: Actor) -> int:
    """What nobody looked at for long; gives how much."""
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself does this."))
    gone, _by_model = News.objects.filter(noted_at__lte=clock.shared_now() - KEPT).delete()
    return gone


@transaction.atomic
def save_news_settings(
    *,
    account: Account,
    rhythms: dict[NewsKind, Rhythm],
    quiet: tuple[time, time] | None,
    digest_at: time,
    digest_day: int,
    says_what: bool,
    by: Actor,
) -> NewsSettings:
    """Choose what to be told, and when. What waits already is told by the new choice. Saved again,
    nothing changes."""
    if not is_self(by, account.pk):
        raise NotAllowed(_("Only the person can choose this."))
    owner = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    given = {kind.value: rhythms[kind].value for kind in NewsKind} | {
        "quiet_from": quiet and quiet[0],
        "quiet_to": quiet and quiet[1],
        "digest_at": digest_at,
        "digest_day": digest_day,
        "says_what": says_what,
    }
    before = queries.news_settings_of(owner)
    if all(getattr(before, name) == value for name, value in given.items()):
        return before
    saved, _made = NewsSettings.objects.update_or_create(account=owner, defaults=given)
    audit.record(verb=Verb.NEWS_SETTINGS_CHANGED, subject=saved, by=by)
    _set_anew(owner, saved)
    return saved


def _set_anew(owner: Account, chosen: NewsSettings) -> None:
    hours = queries.hours_of(owner, chosen)
    for row in News.objects.select_for_update().filter(account=owner, due_at__isnull=False):
        rhythm = queries.rhythm_of(chosen, NewsKind(row.kind))
        row.due_at = due_at(rhythm, hours, now=row.noted_at, told_at=None)
        if row.due_at is None:
            row.delete()
        else:
            row.save(update_fields=["due_at"])


@transaction.atomic
def set_brings_news(*, way: Way, on: bool, by: Account) -> None:
    """Be told by a way of one's own what is new, or not any more."""
    _set_brings_news(Way.objects.filter(pk=way.pk, account=by), on=on, by=by)


@transaction.atomic
def stop_news(*, way_id: UUID, by: Actor) -> None:
    """End news by a way from the mail itself, without signing in: the signed address says whose it is.
    Ended already, or forgotten, nothing happens."""
    if not policies.may_carry(by):
        raise NotAllowed(_("Only the programme itself does this."))
    _set_brings_news(Way.objects.filter(pk=way_id), on=False, by=by)


def _set_brings_news(ways: QuerySet[Way], *, on: bool, by: Actor) -> None:
    for way in ways.select_for_update().exclude(brings_news=on):
        way.brings_news = on
        way.save(update_fields=["brings_news"])
        audit.record(verb=Verb.WAY_BRINGS_NEWS, subject=way, by=by, on=on)
