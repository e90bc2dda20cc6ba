"""Pages and API, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

from config import garbage
from config.mortal import die_with_parent

# A granian worker whose master was killed would go on holding the port.
die_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
garbage.settle()
