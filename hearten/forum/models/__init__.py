"""What the community is made of."""

from hearten.forum.models.blocks import FaceBlock
from hearten.forum.models.drafts import Draft
from hearten.forum.models.hosts import Host
from hearten.forum.models.notes import ContentNote, Reading, in_order
from hearten.forum.models.own import Attends, Attention, Bookmark
from hearten.forum.models.posts import HeldFor, Post, PostVersion
from hearten.forum.models.promise import ForumSettings
from hearten.forum.models.reactions import PostReaction, Said
from hearten.forum.models.search import CommonWord, PostWords
from hearten.forum.models.spaces import Face, Space
from hearten.forum.models.threads import (
    WAITING,
    LockedFor,
    LookingFor,
    SlowedFor,
    SlowMinutes,
    Thread,
)

__all__ = [
    "WAITING",
    "Attends",
    "Attention",
    "Bookmark",
    "CommonWord",
    "ContentNote",
    "Draft",
    "Face",
    "FaceBlock",
    "ForumSettings",
    "HeldFor",
    "Host",
    "LockedFor",
    "LookingFor",
    "Post",
    "PostReaction",
    "PostVersion",
    "PostWords",
    "Reading",
    "Said",
    "SlowMinutes",
    "SlowedFor",
    "Space",
    "Thread",
    "in_order",
]
