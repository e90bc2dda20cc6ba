"""What people fill in in the community."""

from hearten.forum.forms.tending import HostForm, LockForm, MoveForm, SlowForm, SplitForm
from hearten.forum.forms.writing import (
    ChangeForm,
    FaceForm,
    LeaveForm,
    NoteForm,
    PostForm,
    PromiseForm,
    ReactionForm,
    ReadersForm,
    ReadingForm,
    ReportForm,
    SearchForm,
    SpaceForm,
    ThreadForm,
)

__all__ = [
    "ChangeForm",
    "FaceForm",
    "HostForm",
    "LeaveForm",
    "LockForm",
    "MoveForm",
    "NoteForm",
    "PostForm",
    "PromiseForm",
    "ReactionForm",
    "ReadersForm",
    "ReadingForm",
    "ReportForm",
    "SearchForm",
    "SlowForm",
    "SpaceForm",
    "SplitForm",
    "ThreadForm",
]
