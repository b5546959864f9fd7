#pragma once

#include "aus-record.h"

G_BEGIN_DECLS

/**
 * AusFileKind:
 * @AUS_FILE_KIND_ATTACHMENT: what somebody added to a message
 * @AUS_FILE_KIND_PHOTO: a picture that was asked for, which may go into the record
 */
typedef enum
{
  AUS_FILE_KIND_ATTACHMENT,
  AUS_FILE_KIND_PHOTO,
} AusFileKind;

/**
 * AusFileState:
 * @AUS_FILE_STATE_UPLOADING: it is on its way
 * @AUS_FILE_STATE_READY: all of it has arrived and is what was sent
 * @AUS_FILE_STATE_DELETED: only this record is left
 */
typedef enum
{
  AUS_FILE_STATE_UPLOADING,
  AUS_FILE_STATE_READY,
  AUS_FILE_STATE_DELETED,
} AusFileState;

GType aus_file_kind_get_type  (void) G_GNUC_CONST;
GType aus_file_state_get_type (void) G_GNUC_CONST;

#define AUS_TYPE_FILE_KIND  (aus_file_kind_get_type ())
#define AUS_TYPE_FILE_STATE (aus_file_state_get_type ())

#define AUS_TYPE_FILE (aus_file_get_type ())

G_DECLARE_FINAL_TYPE (AusFile, aus_file, AUS, FILE, AusRecord)

/* A file that somebody sent in a visit: what is known of it, not its content. Its sender alone sees it until a message
 * of theirs has it; what clinicians keep stays, for it belongs to the record then. */
struct _AusFile
{
  AusRecord  parent_instance;

  char      *id;
  gint64     revision;
  char      *consultation_id;
  char      *message_id;
  char      *sender_id;
  char      *sender_name;
  guint      sender_role;
  guint      kind;
  guint      state;
  char      *name;
  char      *media_type;
  gint64     size;
  gboolean   is_whole;
  char      *sha256;
  char      *sent_sha256;
  char      *sealed_key;
  gboolean   has_file;
  gboolean   is_private;
  gboolean   kept;
  GDateTime *kept_at;
  char      *kept_by;
  GDateTime *expires_at;
  GDateTime *deleted_at;
  char      *deleted_by;
  GDateTime *created_at;
  GDateTime *updated_at;
};

G_END_DECLS
