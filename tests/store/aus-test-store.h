#pragma once

#include "aus-consultation.h"
#include "aus-patient.h"
#include "aus-store.h"
#include "aus-table.h"
#include "aus-test-vfs.h"
#include "aus-user.h"

G_BEGIN_DECLS

/**
 * AusTestStore:
 *
 * A store in a folder of its own with one doctor and one patient. The tear-down asserts that it died.
 */
typedef struct
{
  AusTestVfs *vfs;
  char       *folder;
  char       *path;
  AusStore   *store;
  AusUser    *doctor;
  AusPatient *patient;
} AusTestStore;

/* For g_test_add(). */
void             aus_test_store_set_up           (AusTestStore  *self,
                                                  gconstpointer  data);
void             aus_test_store_tear_down        (AusTestStore  *self,
                                                  gconstpointer  data);
#define AUS_TEST_STORE(path, function) \
  g_test_add (path, AusTestStore, NULL, aus_test_store_set_up, function, aus_test_store_tear_down)

void             aus_test_store_close            (AusTestStore  *self);
void             aus_test_store_open             (AusTestStore  *self);

/* (transfer full): not saved yet. */
AusConsultation *aus_test_store_make_visit       (AusTestStore  *self);
/* (transfer full): saved. */
AusConsultation *aus_test_store_add_visit        (AusTestStore  *self);
/* Saves; asserts that it works. */
void             aus_test_store_insert           (AusTestStore  *self,
                                                  gpointer       record);
void             aus_test_store_save             (AusTestStore  *self,
                                                  gpointer       record);
/* The single number that @sql gives. */
gint64           aus_test_store_ask              (AusTestStore  *self,
                                                  const char    *sql);
gint64           aus_test_store_count_visits     (AusTestStore  *self);

/* How many instructions all statements together took since the last time. */
guint            aus_test_take_steps             (AusDatabase   *database);

/* Jobs whose data is a record. */
gboolean         aus_test_insert_job             (AusDatabase   *database,
                                                  gpointer       data,
                                                  GError       **error);
gboolean         aus_test_save_job               (AusDatabase   *database,
                                                  gpointer       data,
                                                  GError       **error);

/**
 * AusTestAnswer:
 * @n_told: how often the answer came; the test asserts once
 *
 * What came of one job.
 */
typedef struct
{
  AusRecord *record;
  guint      n_told;
  GError    *error;
  GThread   *thread;
} AusTestAnswer;

/* An #AusDone for an answer. */
void             aus_test_answer_cb              (gpointer       data,
                                                  const GError  *error);
/* Turns the main loop until the answer has come. */
void             aus_test_answer_wait            (AusTestAnswer *self);
void             aus_test_answer_clear           (AusTestAnswer *self);
/* Jobs whose data is an answer with its record. */
gboolean         aus_test_answer_insert_job      (AusDatabase   *database,
                                                  gpointer       data,
                                                  GError       **error);

G_END_DECLS
