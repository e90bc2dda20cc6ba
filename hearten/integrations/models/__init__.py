"""What managers keep for machines."""

from hearten.integrations.models.tokens import ApiToken, Scope
from hearten.integrations.models.webhooks import TEST, Happening, Telling, TellingState, Webhook

__all__ = ["TEST", "ApiToken", "Happening", "Scope", "Telling", "TellingState", "Webhook"]
