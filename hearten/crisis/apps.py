from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "hearten.crisis"
