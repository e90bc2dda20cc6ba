"""Who may ask, vote and close."""

from typing import Any

from hearten.forum import policies as forum
from hearten.foundation.actors import Actor


def may_ask(by: Actor, post: Any) -> bool:
    """Whoever opened the thread, under its first post."""
    return post.number == 1 and forum.is_face_of(by, post.face) and forum.may_write(by, post.space)


def may_vote(by: Actor, post: Any) -> bool:
    """Everybody who may answer there."""
    return forum.may_write(by, post.space) and forum.may_answer(by, post.thread)


def may_close(by: Actor, post: Any) -> bool:
    """Whoever asked."""
    return forum.is_face_of(by, post.face)


def is_the_programme(by: Actor) -> bool:
    """The programme's own work."""
    return by.actor_id is None
