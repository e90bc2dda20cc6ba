"""Reading the forum: spaces, faces, threads, posts, and what of it is a person's own."""

from hearten.forum.queries.blocks import face_blocks_of, is_face_hidden
from hearten.forum.queries.covering import Cover, cover_of, left_out_for, reading_of
from hearten.forum.queries.drafts import Words, closed, draft_of, drafts_of, place_of_draft
from hearten.forum.queries.exports import EXPORTED, TITLE, export_of
from hearten.forum.queries.faces import face_of, is_name_free, name_keys, name_to_offer
from hearten.forum.queries.holding import held_count, held_posts, text_found
from hearten.forum.queries.hosts import hosted_by, hosts_of
from hearten.forum.queries.own import attention_of, first_new, followers_to_tell
from hearten.forum.queries.pace import may_write_from, slow_for
from hearten.forum.queries.posts import (
    Shown,
    own_post,
    page_with,
    phrases_held,
    place_of_words,
    post_visible_to,
    posts_bookmarked,
    posts_to_split,
    posts_visible_to,
    shown,
    versions_of,
)
from hearten.forum.queries.promise import (
    TOLD,
    due_threads,
    kept_in,
    people_to_tell,
    settings_of,
    told_spaces,
    told_threads,
)
from hearten.forum.queries.public import (
    page_for_all,
    posts_of_public_thread,
    posts_open_to_all,
    shown_to_all,
    spaces_open_to_all,
    threads_of_public_space,
    threads_open_to_all,
)
from hearten.forum.queries.reactions import Reactions, reactions_to
from hearten.forum.queries.search import Found, search
from hearten.forum.queries.spaces import (
    spaces_for_manager,
    spaces_to_move_to,
    spaces_visible_to,
    spaces_with_waiting,
)
from hearten.forum.queries.threads import (
    threads_followed,
    threads_left_out,
    threads_muted,
    threads_of_space,
    threads_visible_to,
)

__all__ = [
    "EXPORTED",
    "TITLE",
    "TOLD",
    "Cover",
    "Found",
    "Reactions",
    "Shown",
    "Words",
    "attention_of",
    "closed",
    "cover_of",
    "draft_of",
    "drafts_of",
    "due_threads",
    "export_of",
    "face_blocks_of",
    "face_of",
    "first_new",
    "followers_to_tell",
    "held_count",
    "held_posts",
    "hosted_by",
    "hosts_of",
    "is_face_hidden",
    "is_name_free",
    "kept_in",
    "left_out_for",
    "may_write_from",
    "name_keys",
    "name_to_offer",
    "own_post",
    "page_for_all",
    "page_with",
    "people_to_tell",
    "phrases_held",
    "place_of_draft",
    "place_of_words",
    "post_visible_to",
    "posts_bookmarked",
    "posts_of_public_thread",
    "posts_open_to_all",
    "posts_to_split",
    "posts_visible_to",
    "reactions_to",
    "reading_of",
    "search",
    "settings_of",
    "shown",
    "shown_to_all",
    "slow_for",
    "spaces_for_manager",
    "spaces_open_to_all",
    "spaces_to_move_to",
    "spaces_visible_to",
    "spaces_with_waiting",
    "text_found",
    "threads_followed",
    "threads_left_out",
    "threads_muted",
    "threads_of_public_space",
    "threads_of_space",
    "threads_open_to_all",
    "threads_visible_to",
    "told_spaces",
    "told_threads",
    "versions_of",
]
