"""Some posts of an earlier community, in one transaction with what remembers them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from hearten.accounts.models import Programme
from hearten.audit import actions as audit
from hearten.audit.vocabulary import Verb
from hearten.forum import actions as forum
from hearten.forum import rules as forum_rules
from hearten.foundation import clock
from hearten.foundation.actors import Actor, SystemActor
from hearten.foundation.errors import Invalid, NotAllowed
from hearten.imports.models import (
    BroughtPost,
    BroughtSpace,
    BroughtThread,
    BroughtWriter,
    Source,
)
from hearten.imports.rules import Kind, OldSpace
from hearten.imports.rules.history import read
from hearten.imports.rules.marked import clean, in_one_line

IMPORT = SystemActor("import")
_POSTS = UUID("6f1cf4a6-5b0c-4b62-8a4c-2c3d1f1f8f10")
"""Of the ids that posts from before are known by: the same post has the same one in every run."""
_TRIES = 1_000


@dataclass(frozen=True, slots=True)
class Said:
    """A post that is to be brought."""

    their_id: int
    writer: str
    at: datetime
    pieces: list[str]
    answers: int | None = None
    """The number there of the post that it answers."""


@dataclass(frozen=True, slots=True)
class Lot:
    """Posts of one topic, first to last."""

    topic: int
    title: str
    posts: list[Said]


@transaction.atomic
def bring(
    *,
    programme: Programme,
    name: str,
    kind: Kind,
    space: OldSpace,
    language: str,
    lots: Sequence[Lot],
    locked: bool,
    by: Actor,
) -> Counter[str]:
    """Bring these topics of one category, or what is new in them; gives how many spaces, threads, posts and
    faces that made. What is here already is passed by, also where two imports run at once."""
    if by.actor_id is not None:
        raise NotAllowed(_("Only an import does this."))
    source = _held_source(programme, name, kind)
    came: Counter[str] = Counter()
    lots = _new_ones(source, lots)
    if not lots:
        return came
    place = _space_for(source, space, language, came, by)
    faces = _Faces(source, space.id, place, came, by)
    faces.make_for([one.writer for lot in lots for one in lot.posts])
    made = _bring_all(source, place, lots, faces, came, locked=locked, by=by)
    _remember(source, lots, made)
    came["posts"] += sum(len(one.posts) for one in lots)
    audit.record(
        verb=Verb.HISTORY_BROUGHT,
        subject=source,
        by=by,
        space=str(place.pk),
        threads=came["threads"],
        posts=came["posts"],
    )
    return came


def _held_source(programme: Programme, name: str, kind: Kind) -> Source:
    """Its row held: two runs of one source come one after the other."""
    Source.objects.get_or_create(programme=programme, name=name, defaults={"kind": kind})
    source = Source.objects.select_for_update(no_key=True).get(programme=programme, name=name)
    if source.kind != kind:
        raise Invalid(_("A source of that name was something else. Please choose another name."))
    return source


def _new_ones(source: Source, lots: Sequence[Lot]) -> list[Lot]:
    asked = [one.their_id for lot in lots for one in lot.posts]
    rows = BroughtPost.objects.filter(source=source, their_id__in=asked)
    here = set(rows.values_list("their_id", flat=True))
    found = (
        Lot(lot.topic, lot.title, [one for one in lot.posts if one.their_id not in here])
        for lot in lots
    )
    return [one for one in found if one.posts]


def _space_for(source: Source, old: OldSpace, language: str, came: Counter[str], by: Actor) -> Any:
    """The space a category is here."""
    known = BroughtSpace.objects.filter(source=source, their_id=old.id).select_related("space")
    if there := known.first():
        return there.space
    with override(language):
        purpose = _("What was written here in an earlier community.")
    said = in_one_line(read(clean(old.purpose)).text, forum_rules.PURPOSE_MOST) or purpose
    made = _named(source, old, said, language, by)
    BroughtSpace.objects.create(source=source, their_id=old.id, space=made)
    came["spaces"] += 1
    return made


def _named(source: Source, old: OldSpace, purpose: str, language: str, by: Actor) -> Any:
    """A new space; where its name is taken, with a number behind it."""
    name = clean(old.name).strip() or source.name
    for number in range(1, _TRIES):
        behind = f" ({number})" if number > 1 else ""
        shown = in_one_line(name, forum_rules.SPACE_NAME_MOST - len(behind)) + behind
        try:
            with transaction.atomic():
                return forum.save_space(
                    programme=source.programme,
                    name=shown,
                    purpose=purpose,
                    language=language,
                    by=by,
                )
        except Invalid as error:
            if error.code != "twice":
                raise
    raise Invalid(_("There is already a space with that name."))


class _Faces:
    """Whoever wrote in one space, by the number they had."""

    def __init__(
        self, source: Source, their_space: int, space: Any, came: Counter[str], by: Actor
    ) -> None:
        self._source, self._their_space, self._space = source, their_space, space
        self._came, self._by = came, by
        self._found: dict[str, Any] = {}

    def make_for(self, writers: Sequence[str]) -> None:
        """Have a face for each of these, in the order in which they write."""
        keys = list(dict.fromkeys(self._key(one) for one in writers))
        rows = BroughtWriter.objects.filter(source=self._source, key__in=keys)
        self._found = {one.key: one.face for one in rows.select_related("face")}
        new = [one for one in keys if one not in self._found]
        made = forum.make_faces_from_before(space=self._space, count=len(new), by=self._by)
        BroughtWriter.objects.bulk_create(
            BroughtWriter(source=self._source, key=key, face=face)
            for key, face in zip(new, made, strict=True)
        )
        self._found |= dict(zip(new, made, strict=True))
        self._came["faces"] += len(new)

    def of(self, writer: str) -> Any:
        """Whose it is."""
        return self._found[self._key(writer)]

    def _key(self, writer: str) -> str:
        words = f"{self._source.pk}/{self._their_space}/{writer}"
        return salted_hmac("hearten.imports.writer", words, algorithm="sha256").hexdigest()


def _bring_all(
    source: Source,
    place: Any,
    lots: Sequence[Lot],
    faces: _Faces,
    came: Counter[str],
    *,
    locked: bool,
    by: Actor,
) -> dict[UUID, Any]:
    """The posts that were made, by the ids they are known by: of new topics, then of those that go on."""
    known = BroughtThread.objects.filter(source=source, their_id__in=[one.topic for one in lots])
    there = {one.their_id: one.thread for one in known.select_related("thread")}
    new = [one for one in lots if one.topic not in there]
    threads = [forum.EarlierThread(one.title, _earlier(source, one, faces)) for one in new]
    made = forum.bring_threads(space=place, threads=threads, locked=locked, by=by)
    first = {one.client_id: one for one in made}
    BroughtThread.objects.bulk_create(
        BroughtThread(
            source=source, their_id=lot.topic, thread=first[earlier.posts[0].client_id].thread
        )
        for lot, earlier in zip(new, threads, strict=True)
    )
    came["threads"] += len(new)
    for lot in lots:
        if lot.topic in there:
            posts = _earlier(source, lot, faces)
            more = forum.bring_posts(thread=there[lot.topic], posts=posts, by=by)
            first |= {one.client_id: one for one in more}
    return first


def _earlier(source: Source, lot: Lot, faces: _Faces) -> list[forum.Earlier]:
    now = clock.now()
    return [
        forum.Earlier(
            face=faces.of(said.writer),
            text=text,
            written_at=min(said.at, now),
            client_id=_id_of(source, said.their_id, part),
            about=_id_of(source, said.answers, 0) if said.answers and not part else None,
        )
        for said in lot.posts
        for part, text in enumerate(said.pieces)
    ]


def _remember(source: Source, lots: Sequence[Lot], made: dict[UUID, Any]) -> None:
    """Of a post in pieces, the first."""
    BroughtPost.objects.bulk_create(
        BroughtPost(
            source=source, their_id=said.their_id, post=made[_id_of(source, said.their_id, 0)]
        )
        for lot in lots
        for said in lot.posts
    )


def _id_of(source: Source, their_id: int, part: int) -> UUID:
    return uuid5(_POSTS, f"{source.pk}/{their_id}/{part}")
