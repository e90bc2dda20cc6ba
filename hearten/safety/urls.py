"""Addresses of safety."""

from django.urls import path

from hearten.safety.views import cases, clock, deciding, drills, duty, reporting, screener

app_name = "safety"
urlpatterns = [
    path("clock/", clock.clock, name="clock"),
    path("cases/", cases.cases, name="cases"),
    path("cases/resolved/", cases.resolved, name="resolved_cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/assign/", cases.assign, name="assign_case"),
    path("cases/<uuid:case_id>/evidence/", cases.evidence, name="case_evidence"),
    path(
        "cases/<uuid:case_id>/files/<uuid:attachment_id>/<str:size>/",
        cases.file,
        name="case_file",
    ),
    path("cases/<uuid:case_id>/note/", cases.note, name="case_note"),
    path("cases/<uuid:case_id>/hand-over/", cases.hand_over, name="hand_over_case"),
    path("cases/<uuid:case_id>/resolve/", cases.resolve, name="resolve_case"),
    path("cases/<uuid:case_id>/screener/", screener.ask, name="screener"),
    path("cases/<uuid:case_id>/decide/", deciding.measure, name="case_measure"),
    path("cases/<uuid:case_id>/letter/", deciding.letter, name="case_letter"),
    path("cases/<uuid:case_id>/refer/", deciding.refer, name="case_refer"),
    path("cases/<uuid:case_id>/call/", deciding.call, name="case_call"),
    path("reports/", reporting.reports, name="reports"),
    path("duty/", duty.duty, name="duty"),
    path("calling/", duty.calling, name="calling"),
    path("alerts/<uuid:alert_id>/", duty.have_it, name="have_it"),
    path("rota/screener/", screener.switch, name="use_screener"),
    path("drills/", drills.drills, name="drills"),
    path("drills/start/", drills.start, name="start_drill"),
    path("drills/<uuid:alert_id>/", drills.drill, name="drill"),
]
