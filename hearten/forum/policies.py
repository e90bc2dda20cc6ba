"""Who may keep spaces, look after threads, and write in them."""

from hearten.accounts.models import Programme, Role
from hearten.accounts.policies import may_change_programme, may_moderate
from hearten.accounts.queries import has_role, is_blocked
from hearten.conduct.queries import hold_on
from hearten.forum.models import Face, Host, Post, Space, Thread
from hearten.forum.queries import is_face_hidden
from hearten.foundation.actors import Actor


def may_keep_spaces(by: Actor, programme: Programme) -> bool:
    """The programme's managers, and the installation when it sets a programme up."""
    return may_change_programme(by, programme)


def may_write(by: Actor, space: Space) -> bool:
    """Everybody of the programme, as themselves: nobody writes for somebody else."""
    return has_role(by.actor_id, space.programme_id, *Role)


def may_answer(by: Actor, thread: Thread) -> bool:
    """Not where there is a block between the two: neither sees what the other opens."""
    return meets(by, thread.opener)


def meets(by: Actor, face: Face) -> bool:
    """Whether nothing stands between the two, everywhere or in the face's space."""
    if by.actor_id is None:
        return False
    if face.account_id is not None and is_blocked(by.actor_id, face.account_id):
        return False
    return not is_face_hidden(by.actor_id, face)


def may_react(by: Actor, post: Post) -> bool:
    """To another's words, where neither blocked the other, and not in a thread that is not open to
    them."""
    writer = post.face.account_id
    if by.actor_id is None or writer is None or writer == by.actor_id:
        return False
    return may_answer(by, post.thread) and meets(by, post.face)


def may_report(by: Actor, post: Post) -> bool:
    """Another's words that can be read here."""
    return post.taken_away_at is None and post.held_at is None and may_react(by, post)


def may_moderate_post(by: Actor, post: Post) -> bool:
    """Moderators of the programme, but not in their own cause."""
    return may_moderate(by.actor_id, post.space.programme) and not is_face_of(by, post.face)


def may_tend(by: Actor, thread: Thread) -> bool:
    """Lock, pin, slow, move and split a thread, and have a moderator look at a post of it: moderators
    of its programme, and hosts of the space it is listed in."""
    return may_moderate(by.actor_id, thread.space.programme) or is_host(by, thread.listed_in)


def is_host(by: Actor, space: Space) -> bool:
    """Whether they look after the space: nobody whom a measure holds from anything."""
    if by.actor_id is None:
        return False
    hosts = Host.objects.filter(face__space=space, face__account=by.actor_id)
    return hosts.exists() and may_write(by, space) and hold_on(by.actor_id) is None


def may_hold(by: Actor, post: Post) -> bool:
    """Have a moderator look at it first: whoever looks after its thread, not with their own words; and
    everybody at words from before, whose writer nobody can talk to."""
    if post.face.before_number is not None:
        return may_write(by, post.space)
    return may_tend(by, post.thread) and not is_face_of(by, post.face)


def may_end_host(by: Actor, face: Face) -> bool:
    """The host, and the programme's managers."""
    return is_face_of(by, face) or may_keep_spaces(by, face.space.programme)


def is_the_programme(by: Actor) -> bool:
    """The programme's own work: no person reads along for danger, tells by hand that somebody waits, or
    gathers words."""
    return by.actor_id is None


def is_face_of(by: Actor, face: Face) -> bool:
    """Whether it is this person's own."""
    return by.actor_id is not None and face.account_id == by.actor_id
