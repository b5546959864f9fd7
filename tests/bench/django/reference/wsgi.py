import os

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

# Who started this waits for it.
os.write(int(os.environ['REFERENCE_READY']), b'.')
