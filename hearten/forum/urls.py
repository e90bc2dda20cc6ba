"""The community's pages, below /community/."""

from django.urls import path

from hearten.forum.views import (
    caring,
    faces,
    managing,
    moderating,
    reacting,
    reading,
    reporting,
    searching,
    spaces,
    tending,
    threads,
    writing,
)

app_name = "forum"
urlpatterns = [
    path("", spaces.spaces, name="spaces"),
    path("manage/", managing.manage, name="manage"),
    path("manage/new/", managing.add, name="add_space"),
    path("manage/<uuid:space_id>/", managing.change, name="change_space"),
    path("manage/<uuid:space_id>/close/", managing.close, name="close_space"),
    path("manage/<uuid:space_id>/open/", managing.reopen, name="reopen_space"),
    path("search/", searching.search, name="search"),
    path("reading/", reading.reading, name="reading"),
    path("held/", moderating.held, name="held"),
    path("<uuid:space_id>/", spaces.space, name="space"),
    path("<uuid:space_id>/new/", writing.start, name="start"),
    path("<uuid:space_id>/name/", faces.name, name="face"),
    path("threads/<uuid:thread_id>/", threads.thread, name="thread"),
    path("threads/<uuid:thread_id>/close-card/", caring.put_away, name="put_away"),
    path("threads/<uuid:thread_id>/reported/", reporting.reported, name="reported"),
    path("threads/<uuid:thread_id>/look-after/", tending.tend, name="tend"),
    path("threads/<uuid:thread_id>/lock/", tending.lock, name="lock"),
    path("threads/<uuid:thread_id>/unlock/", tending.unlock, name="unlock"),
    path("threads/<uuid:thread_id>/pin/", tending.pin, name="pin"),
    path("threads/<uuid:thread_id>/unpin/", tending.unpin, name="unpin"),
    path("threads/<uuid:thread_id>/slow/", tending.slow, name="slow"),
    path("threads/<uuid:thread_id>/unslow/", tending.unslow, name="unslow"),
    path("threads/<uuid:thread_id>/<int:number>/", threads.post, name="post"),
    path("threads/<uuid:thread_id>/<int:number>/react/", reacting.react, name="react"),
    path("threads/<uuid:thread_id>/<int:number>/report/", reporting.report, name="report"),
    path("threads/<uuid:thread_id>/<int:number>/change/", writing.change, name="change"),
    path("threads/<uuid:thread_id>/<int:number>/take-away/", writing.take_away, name="take_away"),
    path("threads/<uuid:thread_id>/<int:number>/open/", moderating.release, name="release"),
    path("threads/<uuid:thread_id>/<int:number>/note/", moderating.note, name="note"),
    path("threads/<uuid:thread_id>/<int:number>/remove/", moderating.remove, name="remove"),
]
