"""The live gateway's application, with the domains' topics and commands handed to it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.wiring import gateway  # noqa: E402 - Django must be ready first

application = gateway()
