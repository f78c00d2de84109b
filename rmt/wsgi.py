"""The application that gunicorn serves: `gunicorn rmt.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rmt.settings")

application = get_wsgi_application()
