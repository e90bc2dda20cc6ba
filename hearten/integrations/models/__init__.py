"""What managers keep for machines."""

from hearten.integrations.models.tokens import ApiToken, Scope

__all__ = ["ApiToken", "Scope"]
