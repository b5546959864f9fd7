import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.db import connection
from django.urls import path

django.setup()

# What needs the models comes after them.
from reference.consumers import VisitConsumer  # noqa: E402

application = ProtocolTypeRouter({
    'http': get_asgi_application(),
    'websocket': URLRouter([path('ws/consultation/<uuid:id>/', VisitConsumer.as_asgi())]),
})

# Each request has a connection of its own here. With the last of them SQLite would put its log away, and does not
# while this one is open.
connection.ensure_connection()

# Who started this waits for it.
os.write(int(os.environ['REFERENCE_READY']), b'.')
