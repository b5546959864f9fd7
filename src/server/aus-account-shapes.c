#include "aus-shapes.h"

#include "aus-session.h"
#include "aus-user.h"

#define OPTIONAL AUS_MEMBER_OPTIONAL

const AusShape aus_notice_shape = {
  "Notice",
  .members = (const AusMember[]) {
    { "message" },
    { NULL },
  },
};

const AusShape aus_login_body = {
  "Credentials",
  .members = (const AusMember[]) {
    { "email" },
    { "password" },
    { "otp", .flags = OPTIONAL },
    { NULL },
  },
};

static const AusShape user_shape = { .record = aus_user_get_type };

const AusShape aus_login_shape = {
  "SignIn",
  .members = (const AusMember[]) {
    { "token" },
    { "expires_at", AUS_KIND_TIME },
    { "must_enrol", AUS_KIND_BOOLEAN },
    { "user", .shape = &user_shape },
    { NULL },
  },
};

const AusShape aus_password_body = {
  "PasswordChange",
  .members = (const AusMember[]) {
    { "old_password" },
    { "new_password" },
    { NULL },
  },
};

const AusShape aus_session_shape = {
  "SessionOfMine",
  .record = aus_session_get_type,
  .members = (const AusMember[]) {
    { "device" },
    { "is_current", AUS_KIND_BOOLEAN },
    { NULL },
  },
};

const AusShape aus_factor_shape = {
  "SecondFactor",
  .members = (const AusMember[]) {
    { "is_confirmed", AUS_KIND_BOOLEAN },
    { "recovery_codes_left", AUS_KIND_INTEGER },
    { "is_required", AUS_KIND_BOOLEAN },
    { NULL },
  },
};

const AusShape aus_factor_confirm_body = {
  "SecondFactorConfirmation",
  .members = (const AusMember[]) {
    { "otp" },
    { NULL },
  },
};

const AusShape aus_own_password_body = {
  "OwnPassword",
  .members = (const AusMember[]) {
    { "password" },
    { NULL },
  },
};

const AusShape aus_new_factor_shape = {
  "NewSecondFactor",
  .members = (const AusMember[]) {
    { "secret" },
    { "otpauth_uri" },
    { "qr", .flags = AUS_MEMBER_LIST },
    { "recovery_codes", .flags = AUS_MEMBER_LIST },
    { NULL },
  },
};

const AusShape aus_recovery_codes_shape = {
  "RecoveryCodes",
  .members = (const AusMember[]) {
    { "recovery_codes", .flags = AUS_MEMBER_LIST },
    { NULL },
  },
};

const AusShape aus_ticket_shape = {
  "Ticket",
  .members = (const AusMember[]) {
    { "ticket" },
    { "expires_at", AUS_KIND_TIME },
    { NULL },
  },
};

/* A patient's account may go without one, and it is never read back. */
const AusShape aus_user_body = {
  "UserWithPassword",
  .record = aus_user_get_type,
  .members = (const AusMember[]) {
    { "password" },
    { NULL },
  },
};
