"""Addresses of safety."""

from django.urls import path

from hearten.safety.views import cases, clock, crisis, lines

app_name = "safety"
urlpatterns = [
    path("crisis/", crisis.crisis, name="crisis"),
    path("clock/", clock.clock, name="clock"),
    path("cases/", cases.cases, name="cases"),
    path("cases/resolved/", cases.resolved, name="resolved_cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/assign/", cases.assign, name="assign_case"),
    path("cases/<uuid:case_id>/evidence/", cases.evidence, name="case_evidence"),
    path("cases/<uuid:case_id>/note/", cases.note, name="case_note"),
    path("cases/<uuid:case_id>/hand-over/", cases.hand_over, name="hand_over_case"),
    path("cases/<uuid:case_id>/resolve/", cases.resolve, name="resolve_case"),
    path("crisis-lines/", lines.lines, name="crisis_lines"),
    path("crisis-lines/<uuid:line_id>/", lines.line, name="crisis_line"),
    path("crisis-lines/<uuid:line_id>/remove/", lines.remove, name="remove_crisis_line"),
    path("crisis-lines/<str:country>/add/", lines.add_line, name="add_crisis_line"),
    path("crisis-lines/<str:country>/checked/", lines.confirm, name="confirm_crisis_lines"),
]
