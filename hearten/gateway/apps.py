from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "hearten.gateway"
