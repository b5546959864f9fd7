"""The list, one, a new one, and a message."""

import hashlib
import secrets

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from rest_framework import decorators, exceptions, mixins, pagination, response, serializers, viewsets

from reference.models import Consultation, Doctor, Door, Message, Patient


class Pages(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = 'page_size'
    max_page_size = 200


class ConsultationSerializer(serializers.ModelSerializer):
    doctor_id = serializers.PrimaryKeyRelatedField(source='doctor', queryset=Doctor.objects.all())
    patient_id = serializers.PrimaryKeyRelatedField(source='patient', queryset=Patient.objects.all())
    doctor_name = serializers.CharField(source='doctor.name', read_only=True)
    patient_name = serializers.CharField(source='patient.name', read_only=True)

    class Meta:
        model = Consultation
        fields = ['id', 'revision', 'doctor_id', 'doctor_name', 'patient_id', 'patient_name', 'video_provider',
                  'meeting_state', 'status', 'scheduled_start', 'duration_planned', 'actual_start', 'actual_end',
                  'duration_minutes', 'recording_enabled', 'connection_quality', 'notes', 'reason', 'created_at',
                  'updated_at']
        read_only_fields = ['id', 'revision', 'meeting_state', 'status', 'actual_start', 'actual_end', 'duration_planned']


class ListedSerializer(ConsultationSerializer):
    class Meta(ConsultationSerializer.Meta):
        fields = [name for name in ConsultationSerializer.Meta.fields if name != 'notes']


class MessageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Message
        fields = ['id', 'consultation_id', 'sender_id', 'sender_name', 'message', 'message_type', 'timestamp']
        read_only_fields = ['id', 'consultation_id', 'sender_id', 'sender_name', 'timestamp']


class ConsultationViews(mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.CreateModelMixin,
                        viewsets.GenericViewSet):
    pagination_class = Pages

    def get_queryset(self):
        return Consultation.objects.filter(doctor__user=self.request.user).select_related('doctor', 'patient')

    def get_serializer_class(self):
        return ListedSerializer if self.action == 'list' else ConsultationSerializer

    @transaction.atomic
    def create(self, request, *args, **kwargs):
        return super().create(request, *args, **kwargs)

    def perform_create(self, serializer):
        if serializer.validated_data['doctor'].user_id != self.request.user.id:
            raise exceptions.PermissionDenied('You may only create your own consultations.')
        visit = serializer.save(duration_planned=serializer.validated_data.pop('duration_minutes', None) or 20,
                                meeting_state='ready')
        Door.objects.create(consultation=visit, token_hash=hashlib.sha256(secrets.token_bytes(16)).hexdigest())

    @decorators.action(detail=True, methods=['post'])
    def send_message(self, request, pk=None):
        visit = self.get_object()
        if visit.status == 'cancelled':
            raise exceptions.ValidationError('The consultation is cancelled.')
        serializer = MessageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        serializer.save(consultation=visit, sender=request.user, sender_name=visit.doctor.name)
        async_to_sync(get_channel_layer().group_send)(
            f'visit_{visit.id}', {'type': 'new.message', 'members': dict(serializer.data)})
        return response.Response(serializer.data, status=201)
