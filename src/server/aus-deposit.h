#pragma once

#include "aus-clinic.h"
#include "aus-record.h"
#include "aus-route.h"
#include "aus-sealed-file.h"

G_BEGIN_DECLS

typedef struct _AusDeposit AusDeposit;

/**
 * AusDepositPhase:
 * @AUS_DEPOSIT_OPEN: more may be added to it
 * @AUS_DEPOSIT_READY: all of it is here
 * @AUS_DEPOSIT_FAILED: the rest will never come
 * @AUS_DEPOSIT_DELETED: only the record is left
 */
typedef enum
{
  AUS_DEPOSIT_OPEN,
  AUS_DEPOSIT_READY,
  AUS_DEPOSIT_FAILED,
  AUS_DEPOSIT_DELETED,
} AusDepositPhase;

/**
 * AusDepositKind:
 * @noun: what one is called in errors
 * @table: of the database, and the folder beside it where their content lies
 * @id_name: of its id in answers
 * @is_timed: whether it has a time until which something may belong to it
 * @max_size: of one, in bytes
 * @get_type: the media types that its content may have; %NULL behind the last
 * @read: the one whose id the call names, if the caller may; (transfer full)
 * @inspect: (nullable): finds the media type of what begins like this, or refuses what is not taken
 * @cleanse: (nullable): takes out of all that was sent, in its place, what is not kept of it
 * @check_finish: (nullable): adds to @fault what is wrong with the body that says that all was sent
 * @finish: notes that all is here
 * @present: the headers that its content goes out with
 *
 * A kind of thing that arrives in pieces, is kept sealed in a file of its own, and is sent out in parts. What is
 * common to all is in the handlers of uploads and of media; a route names its kind.
 */
struct _AusDepositKind
{
  const char  *noun;
  const char  *table;
  const char  *id_name;
  gboolean     is_timed;
  gint64      (* max_size)     (AusClinic     *clinic);
  const char *(* get_type)     (guint          n);
  AusDeposit *(* read)         (AusCall       *call,
                                AusDatabase   *database,
                                GError       **error);
  const char *(* inspect)      (const guint8  *start,
                                gsize          length,
                                GError       **error);
  gboolean    (* cleanse)      (const char    *media_type,
                                guint8        *bytes,
                                gsize          length,
                                GError       **error);
  void        (* check_finish) (AusCall       *call,
                                AusDeposit    *deposit,
                                GError       **fault);
  gboolean    (* finish)       (AusCall       *call,
                                AusDatabase   *database,
                                AusDeposit    *deposit,
                                const char    *hash,
                                GError       **error);
  void        (* present)      (AusCall       *call,
                                AusDeposit    *deposit);
};

/**
 * AusDeposit:
 * @limit: until when, in milliseconds since it began, something may belong to it; -1 where that is open
 * @sent_sha256: (nullable): what it had when it came, where its kind takes something out
 * @media_type: (nullable): what it is, where its kind asks
 *
 * One of them, for the time of a job. Texts belong to @record.
 */
struct _AusDeposit
{
  const AusDepositKind *kind;
  AusRecord            *record;
  const char           *id;
  const char           *sealed_key;
  const char           *sha256;
  const char           *sent_sha256;
  const char           *state;
  AusDepositPhase       phase;
  gint64                size;
  gboolean              is_whole;
  gint64                limit;
  const char           *media_type;
};

extern const AusDepositKind aus_recording_deposits;
extern const AusDepositKind aus_file_deposits;

void           aus_deposit_free      (AusDeposit            *self);
/* (transfer full): where its content lies. */
AusSealedFile *aus_deposit_open      (AusDeposit            *self,
                                      AusClinic             *clinic,
                                      GError               **error);
/* The same for whom knows where it lies, without the record. @key: the clinic's. (transfer full) */
AusSealedFile *aus_deposit_open_at   (const char            *path,
                                      const char            *id,
                                      const char            *sealed_key,
                                      GBytes                *key,
                                      GError               **error);
/* (transfer full): the same as a path. */
char          *aus_deposit_get_path  (AusClinic             *clinic,
                                      const AusDepositKind  *kind,
                                      const char            *id);
/* Makes where @path lies, unless it is there. On any thread. */
gboolean       aus_deposit_make_folder (const char          *path,
                                        GError             **error);
/* (transfer full): the key with which whoever sends it keeps it until it is here, as text. Another than that of its
 * content, but it ends with that one. */
char          *aus_deposit_make_sender_key (AusDeposit      *self,
                                            AusClinic       *clinic,
                                            GError         **error);
/* A key for a new one alone, sealed, so that shredding it is the end of that one. (transfer full) */
char          *aus_deposit_make_key  (AusClinic             *clinic);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusDeposit, aus_deposit_free)

G_END_DECLS
