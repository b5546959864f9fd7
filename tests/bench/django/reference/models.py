"""Tables and indexes as ours are, without the change log, the events and the audit log that ours write besides."""

import uuid

from django.contrib.auth.models import User
from django.db import models


class Patient(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)


class Doctor(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)


class Consultation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    revision = models.IntegerField(default=1)
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, db_index=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, db_index=False)
    video_provider = models.CharField(max_length=20, default='builtin')
    meeting_state = models.CharField(max_length=20, default='none')
    status = models.CharField(max_length=20, default='scheduled')
    scheduled_start = models.DateTimeField()
    duration_planned = models.IntegerField(default=20)
    actual_start = models.DateTimeField(null=True)
    actual_end = models.DateTimeField(null=True)
    duration_minutes = models.IntegerField(null=True)
    recording_enabled = models.BooleanField(default=False)
    connection_quality = models.CharField(max_length=20, blank=True, default='')
    notes = models.TextField(blank=True, default='')
    reason = models.TextField(blank=True, default='')
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ['-scheduled_start', '-id']
        indexes = [
            models.Index(fields=['scheduled_start', 'id'], name='by_start'),
            models.Index(fields=['doctor', 'scheduled_start', 'id'], name='by_doctor'),
            models.Index(fields=['patient', 'scheduled_start', 'id'], name='by_patient'),
            models.Index(fields=['status', 'scheduled_start', 'id'], name='by_status'),
            models.Index(fields=['doctor', 'status', 'scheduled_start', 'id'], name='by_doctor_status'),
        ]


class Door(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=64, unique=True)


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, db_index=False)
    sender = models.ForeignKey(User, on_delete=models.PROTECT, db_index=False)
    sender_name = models.CharField(max_length=200)
    message = models.TextField(max_length=4000)
    message_type = models.CharField(max_length=20, default='text')
    timestamp = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=['consultation', 'timestamp', 'id'], name='by_consultation')]
