"""The public API: one document, each domain's router below its own path."""

from typing import Any

from django.urls import path
from ninja import NinjaAPI

from config import problems


class Api(NinjaAPI):
    """Ninja's, whose errors are problem details."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """See NinjaAPI."""
        return problems.in_document(super().get_openapi_schema(**given))


# The interactive page would load scripts from another origin; the document itself is enough.
api = Api(title="Hearten", version="1", urls_namespace="api", docs_url=None)
problems.install(api)
api.add_router("/crisis-lines", "hearten.crisis.api.router")
api.add_router("", "hearten.integrations.api.router")

urlpatterns = [path("", api.urls)]
