#pragma once

#include "aus-app-test.h"
#include "aus-client.h"

G_BEGIN_DECLS

/**
 * AppClinic:
 * @uri: of the server
 * @role: (nullable): who is to sign in, such as “admin”; the first doctor where it is %NULL
 * @email: of whoever is signed in with @client
 * @admin: “account”, “admin”, email and password
 * @nurse: the same of a nurse
 *
 * A fixture: the real server, whose path is its data, with the demo clinic.
 */
typedef struct
{
  char        *folder;
  GSubprocess *server;
  const char  *role;
  char        *uri;
  char        *email;
  char        *password;
  GStrv        admin;
  GStrv        nurse;
  AusClient   *client;
} AppClinic;

void     app_clinic_set_up      (AppClinic             *clinic,
                                 gconstpointer          program);
/* The server alone, as @launcher starts it; nobody is signed in. */
void     app_clinic_start       (AppClinic             *clinic,
                                 GSubprocessLauncher   *launcher,
                                 const char            *program);
void     app_clinic_tear_down   (AppClinic             *clinic,
                                 gconstpointer          program);
void     app_clinic_kill_server (AppClinic             *clinic);

/* Signs in, and waits until all is there. */
void     app_clinic_sign_in     (AppClinic             *clinic,
                                 const char            *otp);
void     app_clinic_sign_out    (AppClinic             *clinic);
/* The id of a visit that is yet to come. Returns: (transfer full) */
char    *app_clinic_find_scheduled (AppClinic          *clinic);
/* From now on the nurse may see that visit. */
void     app_clinic_assign_nurse (AppClinic            *clinic,
                                 const char            *visit_id);
/* Calls the API on another device of the doctor, by its token. Returns: (transfer full): the answer */
char    *app_clinic_call        (AppClinic             *clinic,
                                 const char            *token,
                                 const char            *method,
                                 const char            *path,
                                 const char            *body);
/* The same, and says with which status it ended. */
guint    app_clinic_try         (AppClinic             *clinic,
                                 const char            *token,
                                 const char            *method,
                                 const char            *path);
/* Returns: (transfer full): a token of the clinic's admin */
char    *app_clinic_sign_in_admin (AppClinic           *clinic);
/* Returns: (transfer full): a token of another device */
char    *app_clinic_sign_in_elsewhere (AppClinic       *clinic);

/* A #GAsyncReadyCallback that puts the result where @user_data points to. */
void     app_clinic_result_cb   (GObject               *source,
                                 GAsyncResult          *result,
                                 gpointer               user_data);

G_END_DECLS
