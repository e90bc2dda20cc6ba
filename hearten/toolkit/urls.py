"""Addresses of the toolkit. Below /plan/: the worker that opens the copy on a phone has that scope."""

from django.urls import path

from hearten.toolkit.views import offline, plan, sharing, writing

app_name = "toolkit"
urlpatterns = [
    path("", plan.plan, name="plan"),
    path("kept/", plan.kept, name="kept"),
    path("looked/", plan.looked, name="looked"),
    path("delete/", plan.delete, name="delete"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("of/<uuid:pairing_id>/", sharing.shared, name="shared"),
    path("suggestions/<uuid:suggestion_id>/", sharing.answer, name="answer_suggestion"),
    path("phone/", offline.phone, name="phone"),
    path("copy/", offline.copy, name="copy"),
    path("offline/", offline.offline, name="offline"),
    path("worker.js", offline.worker, name="worker"),
    path("<slug:step>/", writing.step, name="step"),
]
