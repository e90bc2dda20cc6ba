"""The public API: one document, each domain's router below its own path."""

from django.urls import path
from ninja import NinjaAPI

# The interactive page would load scripts from another origin; the document itself is enough.
api = NinjaAPI(title="Hearten", version="1", urls_namespace="api", docs_url=None)
api.add_router("/crisis-lines", "hearten.crisis.api.router")

urlpatterns = [path("", api.urls)]
