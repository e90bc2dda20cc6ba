"""The public API: one document, each domain's router below its own path."""

from django.urls import path
from ninja import NinjaAPI

api = NinjaAPI(title="Hearten", version="1", urls_namespace="api")

urlpatterns = [path("", api.urls)]
