"""Keeping crisis lines true: load a release, add, change, remove."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.crisis import policies, rules
from hearten.crisis.models import CrisisLine, CrisisLineKind, CrisisRelease
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.foundation.text import clean_text

_LOADING = 0x6C696E65  # "line": the advisory lock's number
_LONGEST: Mapping[str, int] = {
    "name": 200,
    "phone": 60,
    "text_to": 120,
    "website": 300,
    "hours": 120,
    "note": 600,
    "region": 80,
    "languages": 60,
    "source": 300,
}
_FROM_RELEASE = (*_LONGEST, "country", "kind", "position", "checked_on")


@transaction.atomic
def load_crisis_lines(*, by: Actor) -> CrisisRelease:
    """Bring the shipped list into the table. Lines edited or removed here stay as they are here.
    Loading the same list again changes and records nothing."""
    if by.actor_id is not None:
        raise NotAllowed(_("Lists are loaded from the command line."))
    return _load(by)


def _load(by: Actor) -> CrisisRelease:
    with connection.cursor() as cursor:
        # Two loads at once (two processes starting) take turns instead of failing.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING])
    shipped = rules.shipped()
    release, new = CrisisRelease.objects.get_or_create(
        dated=shipped.dated, defaults={"source": shipped.source, "licence": shipped.licence}
    )
    counts = _bring(shipped)
    if new or any(counts.values()):
        audit.record(verb=Verb.CRISIS_LINES_LOADED, subject=release, by=by, **counts)
    return release


def _bring(shipped: rules.Release) -> dict[str, int]:
    known = {
        row.shipped_key: row for row in CrisisLine.objects.exclude(shipped_key=None).iterator()
    }
    wanted = {row.shipped_key: row for row in _rows(shipped)}
    gone = [row.id for key, row in known.items() if key not in wanted and not row.edited]
    changed = [
        _renewed(row, wanted[key])
        for key, row in known.items()
        if key in wanted and not row.edited and _differs(row, wanted[key])
    ]
    added = [row for key, row in wanted.items() if key not in known]
    CrisisLine.objects.filter(id__in=gone).delete()
    CrisisLine.objects.bulk_update(changed, _FROM_RELEASE, batch_size=500)
    CrisisLine.objects.bulk_create(added, batch_size=500)
    return {"added": len(added), "changed": len(changed), "removed": len(gone)}


def _rows(shipped: rules.Release) -> list[CrisisLine]:
    return [
        CrisisLine(
            country=line.country,
            kind=line.kind,
            position=position,
            checked_on=line.checked_on,
            shipped_key=line.key,
            **{field: getattr(line, field) for field in _LONGEST},
        )
        for position, line in enumerate(shipped.lines)
    ]


def _differs(row: CrisisLine, wanted: CrisisLine) -> bool:
    return any(getattr(row, field) != getattr(wanted, field) for field in _FROM_RELEASE)


def _renewed(row: CrisisLine, wanted: CrisisLine) -> CrisisLine:
    for field in _FROM_RELEASE:
        setattr(row, field, getattr(wanted, field))
    return row


@transaction.atomic
def save_crisis_line(
    *,
    programme: Programme,
    country: str,
    kind: CrisisLineKind,
    fields: Mapping[str, str],
    by: Actor,
    line: CrisisLine | None = None,
) -> CrisisLine:
    """Add a line or change one, and say that it was checked today. `fields`: any of name, phone,
    text_to, website, hours, note, region, languages (codes, "en fr"), source; at least one way to
    reach somebody.

    The list belongs to the whole installation; a manager of any programme in it may change it.
    """
    _check(programme, country, by)
    cleaned = _clean(fields)
    _load_first()
    if line is None:
        last = CrisisLine.objects.filter(country=country, kind=kind).order_by("-position").first()
        line = CrisisLine(country=country, kind=kind, position=last.position + 1 if last else 0)
    else:
        line = CrisisLine.objects.select_for_update().get(pk=line.pk, country=country)
    line.kind, line.edited, line.checked_on = kind, True, _today()
    for field, value in cleaned.items():
        setattr(line, field, value)
    line.save()
    audit.record(verb=Verb.CRISIS_LINE_CHANGED, subject=line, by=by, country=country)
    return line


def _check(programme: Programme, country: str, by: Actor) -> None:
    if not policies.may_edit_lines(by, programme):
        raise NotAllowed(_("Only programme managers can change crisis lines."))
    if not rules.is_country(country):
        raise Invalid(_("Please choose a country from the list."))


def _clean(fields: Mapping[str, str]) -> dict[str, str]:
    cleaned, wrong = {}, {}
    for field, most in _LONGEST.items():
        try:
            cleaned[field] = clean_text(
                fields.get(field, ""), most=most, required=False, lines=False
            )
        except Invalid as error:
            wrong[field] = error.message
    if cleaned.get("phone") and not rules.dial(cleaned["phone"]):
        wrong["phone"] = _("Please write the number with digits.")
    if cleaned.get("website") and not _is_web_address(cleaned["website"]):
        wrong["website"] = _("Please write the whole address, beginning with https://.")
    if not all(rules.is_language(code) for code in cleaned.get("languages", "").split()):
        wrong["languages"] = _("Please choose languages from the list.")
    if not wrong and not any(cleaned[way] for way in ("phone", "text_to", "website")):
        wrong["phone"] = _("Please give a number, a text number or a website.")
    if wrong:
        raise Invalid(_("Please look at the marked fields."), fields=wrong)
    return cleaned


def _is_web_address(value: str) -> bool:
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError:
        return False
    return True


def _load_first() -> None:
    """Before a first change the whole list must be in the table, or the other lines would vanish
    with the shipped list that stood in for it."""
    if not CrisisRelease.objects.exists():
        _load(SystemActor("crisis lines"))


def _today() -> date:
    return clock.now().date()


@transaction.atomic
def confirm_crisis_lines(*, programme: Programme, country: str, by: Actor) -> int:
    """Say that every line of a country was checked today and is right. Gives how many."""
    _check(programme, country, by)
    _load_first()
    lines = CrisisLine.objects.select_for_update().filter(country=country, removed_at=None)
    due = [line for line in lines if line.checked_on != _today()]
    for line in due:
        line.edited, line.checked_on = True, _today()
        audit.record(verb=Verb.CRISIS_LINE_CHANGED, subject=line, by=by, country=country)
    CrisisLine.objects.bulk_update(due, ["edited", "checked_on"])
    return len(due)


@transaction.atomic
def remove_crisis_line(*, programme: Programme, line: CrisisLine, by: Actor) -> None:
    """Take a line off the page. A shipped one stays in the table, so that it does not come back."""
    _check(programme, line.country, by)
    current = CrisisLine.objects.select_for_update().get(pk=line.pk)
    if current.removed_at is None:
        current.removed_at, current.edited = clock.now(), True
        current.save(update_fields=["removed_at", "edited"])
        audit.record(verb=Verb.CRISIS_LINE_REMOVED, subject=current, by=by, country=current.country)
