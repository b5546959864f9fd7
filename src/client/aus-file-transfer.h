#pragma once

#include "aus-api.h"

G_BEGIN_DECLS

/* What is sent and opened in visits. It is read once, and sent in pieces. */

/* @id: of the file, the same where it is tried again: then it goes on where it was. Local errors are those of GIO. */
void     aus_file_upload_async    (AusApi               *api,
                                   const char           *consultation_id,
                                   const char           *id,
                                   GFile                *file,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean aus_file_upload_finish   (AusApi               *api,
                                   GAsyncResult         *result,
                                   GError              **error);

/* Writes the file @id, which has @size bytes, to @target and closes that. */
void     aus_file_download_async  (AusApi               *api,
                                   const char           *id,
                                   gint64                size,
                                   GOutputStream        *target,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean aus_file_download_finish (AusApi               *api,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
