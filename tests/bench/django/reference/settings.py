"""For production: no debugging, connections that stay open, and only the middleware that the work needs."""

import os

SECRET_KEY = 'for measuring alone'
ALLOWED_HOSTS = ['127.0.0.1']
ROOT_URLCONF = 'reference.urls'
ASGI_APPLICATION = 'reference.asgi.application'
INSTALLED_APPS = ['django.contrib.contenttypes', 'django.contrib.auth', 'rest_framework', 'rest_framework.authtoken',
                  'channels', 'reference']
MIDDLEWARE = ['django.middleware.common.CommonMiddleware']
DATABASES = {'default': {'ENGINE': 'reference.sqlite', 'NAME': os.environ['REFERENCE_DATABASE'], 'CONN_MAX_AGE': None,
                         'OPTIONS': {'timeout': 20}}}
CHANNEL_LAYERS = {'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer', 'CONFIG': {'capacity': 10000}}}
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
TIME_ZONE = 'UTC'
USE_TZ = True
USE_I18N = False
REST_FRAMEWORK = {
    'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework.authentication.TokenAuthentication'],
    'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated'],
    'DEFAULT_RENDERER_CLASSES': ['rest_framework.renderers.JSONRenderer'],
    'DEFAULT_PARSER_CLASSES': ['rest_framework.parsers.JSONParser'],
}
