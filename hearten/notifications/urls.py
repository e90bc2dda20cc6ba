"""Addresses of notifications. Below /reach/: the worker that shows notifications has that scope."""

from django.urls import path

from hearten.notifications.views import calls, news, providers, ways

app_name = "notifications"
urlpatterns = [
    path("", ways.ways, name="ways"),
    path("news/", news.choose, name="news"),
    path("stop/<uuid:way_id>/<slug:signature>/", news.stop, name="stop"),
    path("phone/", ways.add_phone, name="add_phone"),
    path("browser/", ways.add_browser, name="add_browser"),
    path("worker.js", ways.worker, name="worker"),
    path("here/", providers.providers, name="providers"),
    path("call/<uuid:delivery_id>/", calls.answer, name="answer_call"),
    path("report/<uuid:delivery_id>/", calls.report, name="report_delivery"),
    path("<uuid:way_id>/verify/", ways.verify, name="verify_way"),
    path("<uuid:way_id>/code/", ways.send_code, name="send_code"),
    path("<uuid:way_id>/test/<slug:kind>/", ways.send_test, name="send_test"),
    path("<uuid:way_id>/news/", news.bring, name="bring_news"),
    path("<uuid:way_id>/remove/", ways.remove, name="remove_way"),
]
