#pragma once

#include "aus-errand.h"

G_BEGIN_DECLS

/**
 * AusMeetingEventKind:
 * @AUS_MEETING_EVENT_OTHER: nothing that we act on
 * @AUS_MEETING_EVENT_WAITING: somebody waits before the meeting
 * @AUS_MEETING_EVENT_STARTED: the host began it
 * @AUS_MEETING_EVENT_JOINED: somebody is in
 * @AUS_MEETING_EVENT_LEFT: somebody is out
 * @AUS_MEETING_EVENT_ENDED: it is over for everybody
 * @AUS_MEETING_EVENT_RECORDED: recordings can be fetched
 * @AUS_MEETING_EVENT_CHANGED: somebody changed or deleted it over there, so it is to be looked at
 * @AUS_MEETING_EVENT_LISTED: something changed in a calendar: meeting_id is whose, and instance the same for the same
 *   news
 */
typedef enum
{
  AUS_MEETING_EVENT_OTHER,
  AUS_MEETING_EVENT_WAITING,
  AUS_MEETING_EVENT_STARTED,
  AUS_MEETING_EVENT_JOINED,
  AUS_MEETING_EVENT_LEFT,
  AUS_MEETING_EVENT_ENDED,
  AUS_MEETING_EVENT_RECORDED,
  AUS_MEETING_EVENT_CHANGED,
  AUS_MEETING_EVENT_LISTED,
} AusMeetingEventKind;

/**
 * AusMeetingEvent:
 * @meeting_id: which meeting
 * @instance: which holding of it; "" where the provider does not tell
 * @at: when it happened
 * @person: (nullable): who joined, waits or left; their stay is told by its key
 *
 * Something that a provider told of a meeting.
 */
typedef struct
{
  AusMeetingEventKind  kind;
  char                *meeting_id;
  char                *instance;
  gint64               at;
  AusAttendance       *person;
} AusMeetingEvent;

AusMeetingEvent *aus_meeting_event_new  (AusMeetingEventKind  kind,
                                         const char          *meeting_id);
void             aus_meeting_event_free (AusMeetingEvent     *self);

/**
 * AusWebhookChannel:
 * @resource_id: "" where that is not known yet
 *
 * The channel that what is posted says it comes by, as we stored it.
 */
typedef struct
{
  const char *id;
  const char *owner;
  const char *token_hash;
  const char *resource_id;
} AusWebhookChannel;

/**
 * AusWebhookMail:
 * @body: as it came, unread
 * @get_header: asks for a header by its name; %NULL where there is none
 * @data: for it
 * @now: when it came, in microseconds
 * @channel: (nullable): where there is one of the id that it names
 * @address: (nullable): where the provider is told to post to
 *
 * What somebody posted to a provider's address at ours.
 */
typedef struct
{
  GBytes       *body;
  const char *(*get_header) (const char *name,
                             gpointer    data);
  gpointer      data;
  gint64        now;

  const AusWebhookChannel *channel;
  const char              *address;
} AusWebhookMail;

/**
 * AusWebhookReceipt:
 * @key: the same where the same is sent twice; no longer than 128 characters
 * @content: what is to be worked on afterwards; %NULL for nothing
 * @reply: (nullable): JSON to answer with at once, where that is asked for
 *
 * What became of it, once it is proven to be the provider's.
 */
typedef struct
{
  char   *key;
  GBytes *content;
  char   *reply;
} AusWebhookReceipt;

void aus_webhook_receipt_clear (AusWebhookReceipt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusMeetingEvent, aus_meeting_event_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AusWebhookReceipt, aus_webhook_receipt_clear)

G_END_DECLS
