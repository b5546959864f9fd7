#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AusTestVisitor:
 * @got: what the server sent so far
 * @ended: whether it closed
 * @reset: whether it did so with a reset, which may destroy what was not read
 *
 * A client that sends what it is told to, byte for byte, and reads in the default main context.
 */
typedef struct
{
  int         fd;
  GByteArray *got;
  gboolean    ended;
  gboolean    reset;
  guint       source;
} AusTestVisitor;

AusTestVisitor *aus_test_visitor_new       (guint16               port);
void            aus_test_visitor_free      (AusTestVisitor       *self);

void            aus_test_visitor_send      (AusTestVisitor       *self,
                                            const void           *data,
                                            gssize                length);

/* Says that nothing more will be sent; still reads. */
void            aus_test_visitor_hush      (AusTestVisitor       *self);

/* Stops reading, with a small window, so that the server's writing soon blocks. */
void            aus_test_visitor_stall     (AusTestVisitor       *self);

/* The same as text, valid until something more comes. */
const char     *aus_test_visitor_get_text  (AusTestVisitor       *self);

/* Forgets what was got up to the end of @text, which must be there or come. */
void            aus_test_visitor_expect    (AusTestVisitor       *self,
                                            const char           *text);
void            aus_test_visitor_await     (AusTestVisitor       *self,
                                            gsize                 length);
void            aus_test_visitor_await_end (AusTestVisitor       *self);

/* Turns the main loop until the flag is set; fails when that takes too long. */
void            aus_test_await             (const gboolean       *flag);

/* Turns the main loop for as long as it has something to do. */
void            aus_test_settle            (void);

guint           aus_test_count_descriptors (void);
gsize           aus_test_get_resident_size (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AusTestVisitor, aus_test_visitor_free)

G_END_DECLS
