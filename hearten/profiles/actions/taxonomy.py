"""Managers keep the taxonomy: add, rename, translate, order, retire."""

import json
from collections.abc import Mapping
from importlib import resources

from django.db import transaction
from django.utils.translation import gettext as _

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.foundation import clock
from hearten.foundation.actors import Actor
from hearten.foundation.errors import Invalid, NotAllowed, NotPossible
from hearten.foundation.text import clean_text
from hearten.profiles import policies
from hearten.profiles.models import Topic, TopicKind
from hearten.profiles.rules import TOPIC_NAME_MOST


def _locked(programme: Programme, by: Actor) -> Programme:
    """One editor at a time: positions and names of a taxonomy depend on each other."""
    locked = Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    if not policies.may_edit_taxonomy(by, locked):
        raise NotAllowed(_("Only programme managers can change this list."))
    return locked


@transaction.atomic
def save_topic(
    *,
    programme: Programme,
    kind: TopicKind,
    name: str,
    names: Mapping[str, str],
    by: Actor,
    topic: Topic | None = None,
) -> Topic:
    """Add an entry, or rename and translate one. `names` maps language codes to names; empty ones
    fall back to `name`."""
    locked = _locked(programme, by)
    cleaned = _clean(name, "name")
    translated = {code: _clean(text, code) for code, text in names.items() if text.strip()}
    _refuse_second(locked, kind, cleaned, topic)
    if topic is None:
        topic = Topic(programme=locked, kind=kind, position=_next_position(locked, kind))
    else:
        topic = Topic.objects.get(pk=topic.pk, programme=locked, kind=kind)
    if (topic.name, topic.names) != (cleaned, translated):
        topic.name, topic.names = cleaned, translated
        topic.save()
        audit.record(verb=Verb.TAXONOMY_CHANGED, subject=topic, by=by, change="saved")
    return topic


def _clean(text: str, field: str) -> str:
    try:
        return clean_text(text, most=TOPIC_NAME_MOST, lines=False)
    except Invalid as error:
        raise Invalid(error.message, code=error.code, fields={field: error.message}) from error


def _refuse_second(programme: Programme, kind: TopicKind, name: str, topic: Topic | None) -> None:
    same = Topic.objects.filter(programme=programme, kind=kind, name=name, retired_at__isnull=True)
    if topic is not None:
        same = same.exclude(pk=topic.pk)
    if same.exists():
        message = _("This list already has an entry with that name.")
        raise Invalid(message, code="twice", fields={"name": message})


def _next_position(programme: Programme, kind: TopicKind) -> int:
    last = Topic.objects.filter(programme=programme, kind=kind).order_by("-position").first()
    return last.position + 1 if last else 0


@transaction.atomic
def retire_topic(*, topic: Topic, by: Actor) -> Topic:
    """Offer it no longer. Profiles that hold it keep it."""
    _locked(topic.programme, by)
    current = Topic.objects.get(pk=topic.pk)
    if current.retired_at is None:
        current.retired_at = clock.now()
        current.save()
        audit.record(verb=Verb.TAXONOMY_CHANGED, subject=current, by=by, change="retired")
    return current


@transaction.atomic
def restore_topic(*, topic: Topic, by: Actor) -> Topic:
    """Offer a retired entry again, at the end of its list."""
    locked = _locked(topic.programme, by)
    current = Topic.objects.get(pk=topic.pk)
    if current.retired_at is None:
        return current
    kind = TopicKind(current.kind)
    _refuse_second(locked, kind, current.name, current)
    current.retired_at, current.position = None, _next_position(locked, kind)
    current.save()
    audit.record(verb=Verb.TAXONOMY_CHANGED, subject=current, by=by, change="restored")
    return current


@transaction.atomic
def move_topic(*, topic: Topic, before: Topic | None, by: Actor) -> Topic:
    """Put an entry just before another of the same kind, or last. Repeating it changes nothing."""
    locked = _locked(topic.programme, by)
    offered = Topic.objects.filter(programme=locked, kind=topic.kind, retired_at__isnull=True)
    order = list(offered.order_by("position", "name"))
    if topic not in order or (before is not None and before not in order):
        raise NotPossible(_("This entry is no longer in the list."))
    wanted = [entry for entry in order if entry != topic]
    wanted.insert(wanted.index(before) if before in wanted else len(wanted), topic)
    if before == topic or wanted == order:
        return topic
    for position, entry in enumerate(wanted):
        entry.position = position
    Topic.objects.bulk_update(wanted, ["position"])
    audit.record(verb=Verb.TAXONOMY_CHANGED, subject=topic, by=by, change="moved")
    return topic


@transaction.atomic
def seed_taxonomy(*, programme: Programme, by: Actor) -> int:
    """Give a new programme the default taxonomy. Returns how many entries were added: none when the
    programme already has a list of its own."""
    locked = _locked(programme, by)
    if Topic.objects.filter(programme=locked).exists():
        return 0
    packed = resources.files("hearten.profiles") / "shipped" / "taxonomy.json"
    default = json.loads(packed.read_text(encoding="utf-8"))
    topics = [
        Topic(programme=locked, kind=kind, position=position, name=entry.pop("en"), names=entry)
        for kind, entries in default.items()
        for position, entry in enumerate(entries)
    ]
    Topic.objects.bulk_create(topics)
    audit.record(
        verb=Verb.TAXONOMY_CHANGED, subject=locked, by=by, change="seeded", topics=len(topics)
    )
    return len(topics)
