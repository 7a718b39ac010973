import gc
import os

from django.core.wsgi import get_wsgi_application

from manage_training.web.readable import readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manage_training.config.settings")
application = readable(get_wsgi_application())
gc.freeze()  # what is there now stays, so who looks for garbage need not look through it each time
