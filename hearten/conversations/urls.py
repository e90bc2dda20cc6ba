"""Addresses of conversations."""

from django.urls import path

from hearten.conversations.views import (
    attaching,
    caring,
    changing,
    ending,
    leading,
    reading,
    reporting,
    searching,
    talking,
)

app_name = "conversations"
urlpatterns = [
    path("settings/", reading.settings, name="settings"),
    path("search/", searching.search, name="search"),
    path("<uuid:conversation_id>/", talking.show, name="show"),
    path("<uuid:conversation_id>/search/", searching.search_in, name="search_in"),
    path("<uuid:conversation_id>/send/", talking.send, name="send"),
    path("<uuid:conversation_id>/events/", talking.events, name="events"),
    path("<uuid:conversation_id>/read/", talking.read, name="read"),
    path("<uuid:conversation_id>/reading/", reading.reading, name="reading"),
    path("<uuid:conversation_id>/messages/<int:seq>/edit/", changing.edit, name="edit"),
    path("<uuid:conversation_id>/messages/<int:seq>/delete/", changing.delete, name="delete"),
    path("<uuid:conversation_id>/messages/<int:seq>/react/", changing.react, name="react"),
    path("<uuid:conversation_id>/files/", attaching.attach, name="attach"),
    path("<uuid:conversation_id>/files/shown/", attaching.shown, name="pictures_shown"),
    path("<uuid:conversation_id>/files/<uuid:attachment_id>/", attaching.look, name="look"),
    path(
        "<uuid:conversation_id>/files/<uuid:attachment_id>/<str:size>/",
        attaching.content,
        name="file",
    ),
    path("<uuid:conversation_id>/messages/<int:seq>/link/<int:number>/", leading.link, name="link"),
    path("<uuid:conversation_id>/care/", caring.care, name="care"),
    path("<uuid:conversation_id>/care/away/", caring.put_away, name="put_away"),
    path("<uuid:conversation_id>/end/", ending.end, name="end"),
    path("<uuid:conversation_id>/block/", ending.block, name="block"),
    path("<uuid:conversation_id>/report/<int:seq>/", reporting.report, name="report"),
    path("<uuid:conversation_id>/reported/", reporting.reported, name="reported"),
]
