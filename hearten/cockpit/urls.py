"""Pages of a group's meeting, below /meetings/."""

from django.urls import path

from hearten.cockpit.views import closing, hosting, meeting, speaking

app_name = "cockpit"
urlpatterns = [
    path("<uuid:group_id>/", meeting.meeting, name="meeting"),
    path("<uuid:group_id>/now/", meeting.now, name="now"),
    path("<uuid:group_id>/here/", speaking.come, name="come"),
    path("<uuid:group_id>/turn/", speaking.move, name="move"),
    path("<uuid:group_id>/out/", speaking.out, name="out"),
    path("<uuid:group_id>/closing/", closing.answer, name="closing"),
    path("<uuid:group_id>/note/", closing.note, name="note"),
    path("<uuid:group_id>/host/open/", hosting.open_it, name="open"),
    path("<uuid:group_id>/host/", hosting.lead, name="lead"),
    path("<uuid:group_id>/host/words/", hosting.words, name="words"),
    path("<uuid:group_id>/host/close/", hosting.close, name="close"),
]
