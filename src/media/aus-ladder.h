#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * AusGrade:
 * @AUS_GRADE_FULL: as the camera gives them
 * @AUS_GRADE_SMALLER: smaller or fewer
 * @AUS_GRADE_STILLS: about one a second
 * @AUS_GRADE_SOUND: none, sound goes alone
 *
 * How pictures go out, as far as people need to know.
 */
typedef enum
{
  AUS_GRADE_FULL,
  AUS_GRADE_SMALLER,
  AUS_GRADE_STILLS,
  AUS_GRADE_SOUND,
} AusGrade;

#define AUS_TYPE_GRADE (aus_grade_get_type ())

GType aus_grade_get_type (void);

/**
 * AusRung:
 * @name: for logs and tests
 * @bitrate: what it is made for, bits per second; 0 where no pictures are sent at all
 * @width: of the picture at most
 * @frame_rate: pictures a second at most; 0 where there are none
 */
typedef struct
{
  const char *name;
  guint       bitrate;
  int         width;
  int         frame_rate;
  AusGrade    grade;
} AusRung;

/**
 * AusLadder:
 *
 * How large and how often pictures are sent, by what the way bears: first they become smaller, then fewer, then stills,
 * and at last sound goes alone. Down at once; up by single rungs, and later each time that was too early. All zero is
 * the start, which is the top.
 */
typedef struct
{
  guint    rung;
  gint64   changed_at;
  gint64   better_since;
  guint    patience;
  guint    trial_budget;
  gboolean is_trial;
} AusLadder;

/**
 * aus_ladder_follow:
 * @budget: what is left for pictures, bits per second, as last measured
 * @sent: what of it was used of late, bits per second
 * @now: monotonic time
 *
 * To be called about every second.
 *
 * Returns: (transfer none): where it stands now; the same pointer as long as nothing changes
 */
const AusRung *aus_ladder_follow (AusLadder *self,
                                  guint      budget,
                                  guint      sent,
                                  gint64     now);

G_END_DECLS
