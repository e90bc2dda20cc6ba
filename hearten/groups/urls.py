"""Pages of groups, below /groups/."""

from django.urls import path

from hearten.groups.views import (
    caring,
    deciding,
    groups,
    helping,
    hosting,
    introducing,
    joining,
    leaving,
    reporting,
    starting,
    talking,
)

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="groups"),
    path("start/", starting.formats, name="formats"),
    path("start/<slug:format>/", starting.start, name="start"),
    path("code/", joining.by_code, name="code"),
    path("handbook/", hosting.handbook, name="handbook"),
    path("help/", helping.waiting, name="help"),
    path("help/<uuid:asked_id>/", helping.answer, name="help_answer"),
    path("letters/<uuid:seat_id>/", leaving.put_letter_away, name="letter"),
    path("<uuid:group_id>/", groups.group, name="group"),
    path("<uuid:group_id>/join/", joining.join, name="join"),
    path("<uuid:group_id>/leave/", leaving.leave, name="leave"),
    path("<uuid:group_id>/agreements/", groups.agreements, name="agreements"),
    path("<uuid:group_id>/introduction/", introducing.introduce, name="introduce"),
    path("<uuid:group_id>/close-card/", caring.put_away, name="put_away"),
    path("<uuid:group_id>/room/", talking.room, name="room"),
    path("<uuid:group_id>/room/new/", talking.new, name="room_new"),
    path("<uuid:group_id>/room/<int:seq>/report/", reporting.report, name="report"),
    path("<uuid:group_id>/room/reported/", reporting.reported, name="reported"),
    path("<uuid:group_id>/asking/", deciding.askings, name="askings"),
    path("<uuid:group_id>/asking/<uuid:seat_id>/", deciding.let_in, name="let_in"),
    path("<uuid:group_id>/asking/<uuid:seat_id>/no/", deciding.decline, name="decline"),
    path("<uuid:group_id>/people/<uuid:seat_id>/remove/", deciding.remove, name="remove"),
    path(
        "<uuid:group_id>/people/<uuid:seat_id>/report/",
        reporting.report_person,
        name="report_person",
    ),
    path("<uuid:group_id>/people/<uuid:seat_id>/role/", hosting.role, name="role"),
    path("<uuid:group_id>/people/<uuid:seat_id>/host/", hosting.hand_over, name="hand_over"),
    path("<uuid:group_id>/host/", hosting.host, name="host"),
    path("<uuid:group_id>/host/take-over/", hosting.take_over, name="take_over"),
    path("<uuid:group_id>/host/change/", hosting.change, name="change"),
    path("<uuid:group_id>/host/code/", hosting.code, name="new_code"),
    path("<uuid:group_id>/host/agreements/", hosting.agreements, name="change_agreements"),
    path("<uuid:group_id>/host/tired/", helping.tired, name="tired"),
    path("<uuid:group_id>/host/close/", hosting.close, name="close"),
]
