#include "aus-test-server.h"

#include "aus-test-wait.h"

#include <signal.h>
#include <sys/prctl.h>

static void
account_free (gpointer data)
{
  AusTestAccount *account = data;

  g_free (account->email);
  g_free (account->password);
  g_free (account);
}

static void
add_account (AusTestServer *self,
             const char    *role,
             const char    *email,
             const char    *password)
{
  AusTestAccount *account = g_new0 (AusTestAccount, 1);
  guint value;

  g_assert_true (aus_enum_from_nick (AUS_TYPE_ROLE, role, &value));
  account->role = value;
  account->email = g_strdup (email);
  account->password = g_strdup (password);
  g_ptr_array_add (self->accounts, account);
}

static void
take_uri (AusTestServer *self,
          const char    *uri)
{
  g_free (self->uri);
  self->uri = g_strndup (uri, strlen (uri) - 1);
}

static void
take_line (AusTestServer *self,
           const char    *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  const char *token = strstr (line, "/d/");

  if (g_str_has_prefix (line, "Listening on "))
    take_uri (self, words[2]);
  else if (g_str_has_prefix (line, "account "))
    add_account (self, words[1], words[2], words[3]);
  else if (g_str_has_prefix (line, "door "))
    self->door = g_strdup (token + strlen ("/d/"));
}

/* Reads until the line that begins with @last. */
static void
read_lines (AusTestServer *self,
            const char    *last)
{
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  gboolean found = FALSE;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);

  while (!found) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line_utf8 (stream, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    take_line (self, line);
    found = g_str_has_prefix (line, last);
  }
}

/* A test that aborts leaves no server behind. */
static void
child_setup_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
spawn (AusTestServer *self,
       const char    *address,
       const char    *demo,
       const char    *last)
{
  g_autofree char *data = g_build_filename (self->folder, "data", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  const char *program = g_getenv ("AUSCULTA_SERVER");

  g_assert_nonnull (program);
  g_subprocess_launcher_set_child_setup (launcher, child_setup_cb, NULL, NULL);

  if (self->require_totp != NULL)
    g_subprocess_launcher_setenv (launcher, "AUSCULTA_ACCOUNTS_REQUIRE_TOTP", self->require_totp, TRUE);

  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", data, "--listen", address, demo,
                                               NULL);
  g_assert_no_error (error);
  read_lines (self, last);
}

AusTestServer *
aus_test_server_new (void)
{
  AusTestServer *self = g_new0 (AusTestServer, 1);

  self->folder = aus_test_make_folder ();
  self->accounts = g_ptr_array_new_with_free_func (account_free);
  spawn (self, "127.0.0.1:0", "--demo", "door ");

  return self;
}

void
aus_test_server_free (AusTestServer *self)
{
  if (self->process != NULL)
    aus_test_server_stop (self);

  aus_test_remove_folder (self->folder);
  g_ptr_array_unref (self->accounts);
  g_free (self->folder);
  g_free (self->uri);
  g_free (self->door);
  g_free (self);
}

void
aus_test_server_stop (AusTestServer *self)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (self->process, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&self->process);
}

void
aus_test_server_kill (AusTestServer *self)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, &error));
  g_assert_no_error (error);
  g_clear_object (&self->process);
}

void
aus_test_server_start (AusTestServer *self)
{
  spawn (self, strstr (self->uri, "127.0.0.1"), NULL, "Listening on ");
}

const AusTestAccount *
aus_test_server_find (AusTestServer *self,
                      AusRole        role,
                      guint          position)
{
  for (guint i = 0; i < self->accounts->len; i++) {
    const AusTestAccount *account = g_ptr_array_index (self->accounts, i);

    if (account->role == role && position-- == 0)
      return account;
  }

  g_assert_not_reached ();
}
