"""A person says how they can be reached, and shows that it is theirs."""

import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Account
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock, crypto, ids
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.notifications import policies, ports, queries
from hearten.notifications.actions.outbox import wake
from hearten.notifications.models import NEWS_KINDS, WAY_KINDS, Delivery, Kind, Way, Words
from hearten.notifications.rules import (
    CODE_GOOD_FOR,
    CODE_PAUSE,
    CODE_TRIES,
    CODES_A_DAY,
    TESTS_A_DAY,
    WAYS_MOST,
    phone_number,
    subscription,
)

_PRINT = "notifications.way"
ADDRESS_MOST = 254


@transaction.atomic
def add_way(*, kind: Kind, address: str, by: Account) -> Way:
    """Add an email address or a phone number of one's own and send it a code. The same again is the
    same way."""
    _check(by)
    _check_carried(kind)
    if kind not in NEWS_KINDS and not policies.may_be_called(by.pk):
        raise NotAllowed(_("Only moderators are called, so only they leave a number."))
    address = _CLEAN[kind](address)
    owner = Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    mark = crypto.fingerprint(address.lower(), purpose=_PRINT)
    if known := Way.objects.filter(account=owner, kind=kind, print=mark).first():
        return known
    way = _new_way(owner, kind, mark, address)
    _send_code(way, owner)
    return way


@transaction.atomic
def add_browser(*, endpoint: str, p256dh: str, auth: str, by: Account) -> Way:
    """Have this browser show a notification. It gave the address and the keys itself, so there is no
    code. A browser is one person's: whoever adds it last has it."""
    _check(by)
    _check_carried(Kind.PUSH)
    given = subscription(endpoint=endpoint, p256dh=p256dh, auth=auth)
    if given is None:
        raise Invalid(_("This browser gave an address that we cannot use."))
    owner = Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    mark = crypto.fingerprint(given.endpoint, purpose=_PRINT)
    same = Way.objects.select_for_update().filter(kind=Kind.PUSH, print=mark)
    for other in same.exclude(account=owner):
        _forget(other, by)
    if known := same.filter(account=owner).first():
        known.sealed_address, known.gone_at = _sealed(known, owner, given.stored()), None
        known.save(update_fields=["sealed_address", "gone_at"])
        return known
    return _new_way(owner, Kind.PUSH, mark, given.stored(), verified=True)


def _new_way(owner: Account, kind: Kind, mark: str, address: str, *, verified: bool = False) -> Way:
    if Way.objects.filter(account=owner, gone_at__isnull=True).count() >= WAYS_MOST:
        raise NotPossible(_("You have five already. Please take one away first."))
    way = Way(id=ids.new_id(), account=owner, kind=kind, print=mark)
    way.sealed_address = _sealed(way, owner, address)
    way.verified_at = clock.now() if verified else None
    # What somebody leaves who is never called can only be for news.
    way.brings_news = not policies.may_be_called(owner.pk)
    way.save(force_insert=True)
    audit.record(verb=Verb.WAY_ADDED, subject=way, by=owner, kind=str(kind))
    return way


def _sealed(way: Way, owner: Account, address: str) -> bytes:
    key = crypto.unwrap(owner.wrapped_key)
    return crypto.seal(key, address, context=queries.way_context(way, "address"))


def _clean_email(address: str) -> str:
    message = _("Please write an email address, such as name@example.org.")
    try:
        address = clean_text(address, most=ADDRESS_MOST, lines=False)
        validate_email(address)
    except Invalid as error:
        raise Invalid(error.message, fields={"address": error.message}) from error
    except ValidationError as error:
        raise Invalid(message, fields={"address": message}) from error
    return address


def _clean_number(typed: str) -> str:
    number = phone_number(typed)
    if number is None:
        message = _("Please write the whole number with its country, such as +34 600 100 200.")
        raise Invalid(message, fields={"number": message})
    return number


_CLEAN: dict[Kind, Callable[[str], str]] = {Kind.EMAIL: _clean_email, Kind.SMS: _clean_number}


@transaction.atomic
def send_code(*, way: Way, by: Account) -> Way:
    """Send a new code to a way that is not verified yet."""
    way = _own(way, by)
    if way.verified_at is not None:
        return way
    if way.code_sent_at is not None and clock.now() - way.code_sent_at < CODE_PAUSE:
        raise NotPossible(
            _("A code is on its way. Please wait a minute before you ask for another.")
        )
    _send_code(way, way.account)
    return way


def _send_code(way: Way, owner: Account) -> None:
    _check_codes_left(way, owner)
    way.sealed_code = crypto.seal(
        crypto.unwrap(owner.wrapped_key),
        f"{secrets.randbelow(10**6):06}",
        context=queries.way_context(way, "code"),
    )
    way.code_sent_at, way.tries, way.codes = clock.now(), 0, way.codes + 1
    way.save(update_fields=["sealed_code", "code_sent_at", "tries", "codes"])
    now = clock.shared_now()
    Delivery.objects.create(
        account=owner,
        way_id=way.id,
        kind=way.kind,
        subject=f"way:{way.id}",
        cause=f"code:{way.id}:{way.codes}",
        words=Words.CODE,
        made_at=now,
        due_at=now,
    )
    wake()


def _check_codes_left(way: Way, owner: Account) -> None:
    since = clock.shared_now() - timedelta(days=1)
    codes = Delivery.objects.filter(account=owner, words=Words.CODE, made_at__gte=since)
    if codes.filter(kind=way.kind).count() >= CODES_A_DAY:
        raise NotPossible(_("Those were many codes for one day. Please try again tomorrow."))


def verify_way(*, way: Way, code: str, by: Account) -> Way:
    """The code that was sent shows that the address is theirs; a wrong one counts, and the count
    stays."""
    with transaction.atomic():
        way = _own(way, by)
        if way.verified_at is not None:
            return way
        if _is_right(way, code):
            way.verified_at, way.sealed_code = clock.now(), None
            way.save(update_fields=["verified_at", "sealed_code"])
            audit.record(verb=Verb.WAY_VERIFIED, subject=way, by=by, kind=way.kind)
            return way
        way.tries += 1
        way.save(update_fields=["tries"])
    message = _("This is not the code, or it is too old. You can ask for a new one.")
    raise Invalid(message, fields={"code": message})


def _is_right(way: Way, code: str) -> bool:
    if way.sealed_code is None or way.code_sent_at is None or way.tries >= CODE_TRIES:
        return False
    if clock.now() - way.code_sent_at > CODE_GOOD_FOR:
        return False
    key = crypto.unwrap(way.account.wrapped_key)
    sent = crypto.unseal(key, way.sealed_code, context=queries.way_context(way, "code"))
    return hmac.compare_digest(sent.encode(), code.strip().encode())


@transaction.atomic
def remove_way(*, way_id: UUID, by: Account) -> None:
    """Forget an address of one's own. Gone already is fine."""
    for way in Way.objects.select_for_update().filter(pk=way_id, account=by):
        _forget(way, by)


def _forget(way: Way, by: Account) -> None:
    audit.record(verb=Verb.WAY_REMOVED, subject=way, by=by, kind=way.kind)
    way.delete()


@transaction.atomic
def send_test(*, way: Way, kind: Kind, by: Account) -> None:
    """Send a word that asks for nothing by a way of one's own, as a call would go. At most one a
    minute and twenty a day."""
    way = _own(way, by)
    if way.verified_at is None or way.gone_at is not None or kind not in queries.kinds_by(way):
        raise NotPossible(_("This cannot be used here."))
    now = clock.shared_now()
    before = Delivery.objects.filter(account=by, kind=kind, words=Words.TEST)
    if before.filter(made_at__gt=now - timedelta(days=1)).count() >= TESTS_A_DAY:
        raise NotPossible(_("Those were many tests for one day. Please try again tomorrow."))
    if before.filter(way_id=way.id, made_at__gt=now - CODE_PAUSE).exists():
        raise NotPossible(_("A test is on its way. Please wait a minute before the next."))
    Delivery.objects.create(
        account=way.account,
        way_id=way.id,
        kind=kind,
        subject=f"way:{way.id}",
        cause=f"test:{ids.new_id()}",
        words=Words.TEST,
        made_at=now,
        due_at=now,
    )
    wake()


def _own(way: Way, by: Account) -> Way:
    _check(by)
    held = Way.objects.select_for_update(of=("self",)).select_related("account")
    found = held.filter(pk=way.pk, account=by).first()
    if found is None:
        raise NotPossible(_("This is not there any more."))
    return found


def _check(by: Actor) -> None:
    if not policies.may_have_ways(by.actor_id):
        raise NotAllowed(_("Only people of a programme can be reached here."))


def _check_carried(kind: Kind) -> None:
    if kind not in WAY_KINDS or ports.provider_of(kind) is None:
        raise NotPossible(_("This cannot be used here."))
