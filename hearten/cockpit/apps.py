from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "hearten.cockpit"
