"""Addresses of profiles."""

from django.urls import path

from hearten.profiles.views import about, taxonomy

app_name = "profiles"
urlpatterns = [
    path("me/about/", about.about, name="about"),
    path("me/about/<slug:section>/", about.section, name="about_section"),
    path("programme/topics/", taxonomy.taxonomy, name="taxonomy"),
    path("programme/topics/add/<slug:kind>/", taxonomy.add_topic, name="add_topic"),
    path("programme/topics/<uuid:topic_id>/", taxonomy.topic, name="topic"),
    path("programme/topics/<uuid:topic_id>/move/", taxonomy.move, name="move_topic"),
    path("programme/topics/<uuid:topic_id>/retire/", taxonomy.retire, name="retire_topic"),
    path("programme/topics/<uuid:topic_id>/restore/", taxonomy.restore, name="restore_topic"),
]
