"""Addresses of crisis help. They are below safety's: people keep them."""

from django.urls import path

from hearten.crisis.views import help, lines

app_name = "crisis"
urlpatterns = [
    path("crisis/", help.crisis, name="help"),
    path("crisis-lines/", lines.lines, name="lines"),
    path("crisis-lines/<uuid:line_id>/", lines.line, name="line"),
    path("crisis-lines/<uuid:line_id>/remove/", lines.remove, name="remove_line"),
    path("crisis-lines/<str:country>/add/", lines.add_line, name="add_line"),
    path("crisis-lines/<str:country>/checked/", lines.confirm, name="confirm_lines"),
]
