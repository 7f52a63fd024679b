"""What gunicorn serves. A web server without further word is production: nothing falls back to development here."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bildungsnetz.settings")
os.environ.setdefault("BILDUNGSNETZ_MODE", "production")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))
