"""Writing in the forum. A post is its own record (whose face, when, under which number, and what it
said before), so writing and changing one writes no audit event beside it, as with messages; what
takes words away does."""

from hearten.forum.actions.blocking import block_face, unblock_face
from hearten.forum.actions.danger import bring_unanswered
from hearten.forum.actions.drafts import drop_draft, keep_draft
from hearten.forum.actions.earlier import (
    Earlier,
    EarlierThread,
    bring_posts,
    bring_threads,
    make_faces_from_before,
)
from hearten.forum.actions.erasing import erase
from hearten.forum.actions.faces import name_face
from hearten.forum.actions.hosts import end_host, name_host
from hearten.forum.actions.leaving import forget_left_names, leave_space
from hearten.forum.actions.moderating import (
    hold_post,
    note_content,
    release_post,
    take_away_as_moderator,
)
from hearten.forum.actions.moving import move_thread, split_thread
from hearten.forum.actions.own import attend, bookmark, follow_what_one_writes, note_seen
from hearten.forum.actions.promise import save_promise, tell_of_waiting
from hearten.forum.actions.reacting import react
from hearten.forum.actions.reading import save_reading
from hearten.forum.actions.reporting import report_post
from hearten.forum.actions.spaces import (
    close_space,
    keep_to_members,
    open_to_all,
    reopen_space,
    save_space,
)
from hearten.forum.actions.standing import face_in, open_post
from hearten.forum.actions.tending import (
    lock_thread,
    pin_thread,
    slow_thread,
    unlock_thread,
    unpin_thread,
    unslow_thread,
)
from hearten.forum.actions.vocabulary import gather_words
from hearten.forum.actions.writing import edit_post, start_thread, take_away, write_post

__all__ = [
    "Earlier",
    "EarlierThread",
    "attend",
    "block_face",
    "bookmark",
    "bring_posts",
    "bring_threads",
    "bring_unanswered",
    "close_space",
    "drop_draft",
    "edit_post",
    "end_host",
    "erase",
    "face_in",
    "follow_what_one_writes",
    "forget_left_names",
    "gather_words",
    "hold_post",
    "keep_draft",
    "keep_to_members",
    "leave_space",
    "lock_thread",
    "make_faces_from_before",
    "move_thread",
    "name_face",
    "name_host",
    "note_content",
    "note_seen",
    "open_post",
    "open_to_all",
    "pin_thread",
    "react",
    "release_post",
    "reopen_space",
    "report_post",
    "save_promise",
    "save_reading",
    "save_space",
    "slow_thread",
    "split_thread",
    "start_thread",
    "take_away",
    "take_away_as_moderator",
    "tell_of_waiting",
    "unblock_face",
    "unlock_thread",
    "unpin_thread",
    "unslow_thread",
    "write_post",
]
