#include "aus-alarm.h"

#include "aus-time.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* What is less than this may be the time it took to look. */
#define LEAST_STEP AUS_TIME_SECOND

struct _AusAlarm
{
  int           fd;
  guint         source;
  gint64        offset;
  AusAlarmRing  ring;
  gpointer      data;
};

static gint64
read_offset (void)
{
  return aus_time_now () - aus_time_since_boot ();
}

static gboolean
ready_cb (gint         fd,
          GIOCondition condition,
          gpointer     user_data)
{
  AusAlarm *self = user_data;
  guint64 n_expired;
  gint64 step;

  if (read (fd, &n_expired, sizeof n_expired) < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;

  step = read_offset () - self->offset;

  if (ABS (step) < LEAST_STEP)
    step = 0;

  self->offset += step;
  self->ring (step, self->data);

  return G_SOURCE_CONTINUE;
}

AusAlarm *
aus_alarm_new (AusAlarmRing   ring,
               gpointer       data,
               GError       **error)
{
  AusAlarm *self;
  const int fd = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);

  if (fd < 0) {
    const int number = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "There is no timer: %s", g_strerror (number));
    return NULL;
  }

  self = g_new0 (AusAlarm, 1);
  self->fd = fd;
  self->ring = ring;
  self->data = data;
  self->offset = read_offset ();
  self->source = g_unix_fd_add (fd, G_IO_IN, ready_cb, self);

  return self;
}

void
aus_alarm_free (AusAlarm *self)
{
  g_source_remove (self->source);
  close (self->fd);
  g_free (self);
}

void
aus_alarm_set (AusAlarm *self,
               gint64    time)
{
  struct itimerspec when = { { 0, 0 }, { 0, 0 } };
  int flags = 0;

  /* All zero stops it, so a time that is past is now. */
  if (time != G_MAXINT64) {
    time = MAX (time, aus_time_now ());
    flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
    when.it_value.tv_sec = time / AUS_TIME_SECOND;
    when.it_value.tv_nsec = time % AUS_TIME_SECOND * 1000;
  }

  /* ECANCELED says that the clock was set meanwhile; the timer is set all the same. */
  if (timerfd_settime (self->fd, flags, &when, NULL) != 0 && errno != ECANCELED)
    g_critical ("The timer cannot be set: %s", g_strerror (errno));
}
