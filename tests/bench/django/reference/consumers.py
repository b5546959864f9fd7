"""Those who listen to a visit."""

import json

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.serializers.json import DjangoJSONEncoder
from rest_framework.authtoken.models import Token

from reference.models import Consultation


@database_sync_to_async
def may_listen(authorization, identity):
    token = Token.objects.filter(key=authorization.removeprefix('Token ')).first()
    return token is not None and Consultation.objects.filter(id=identity, doctor__user=token.user_id).exists()


class VisitConsumer(AsyncWebsocketConsumer):
    async def connect(self):
        authorization = dict(self.scope['headers']).get(b'authorization', b'').decode()
        identity = self.scope['url_route']['kwargs']['id']
        if not await may_listen(authorization, identity):
            await self.close()
            return
        self.group = f'visit_{identity}'
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        if hasattr(self, 'group'):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def new_message(self, event):
        frame = {'type': 'new_message', **event['members']}
        await self.send(json.dumps(frame, cls=DjangoJSONEncoder, separators=(',', ':')))
