#include "aus-demo-visits.h"

#include <stddef.h>

#define AT(hour, minute) TRUE, (hour) * 60 + (minute)
#define NOW FALSE

#define BOOKED AUS_DEMO_STATE_BOOKED
#define PLANNED AUS_DEMO_STATE_PLANNED
#define DONE AUS_DEMO_STATE_COMPLETED
#define CANCELLED AUS_DEMO_STATE_CANCELLED
#define MISSED AUS_DEMO_STATE_NO_SHOW

const AusDemoVisit aus_demo_visits[] = {
  { "Kaya", "Weiß", NOW, -195, 20, DONE,
    .reason = "Blood pressure after the change of tablets",
    .notes = "Readings of two weeks seen, mean 134/82. No dizziness, ankles not swollen.\n"
             "Goes on with amlodipine 5 mg in the morning. Control in three months.",
    .lines = { { 1, TRUE, "Good morning, Mr Weiß. Can you hear me well?" },
               { 2, FALSE, "Guten Morgen! Ja, sehr gut." },
               { 14, TRUE, "I am sending you the list for the next readings by post." } } },
  { "Kaya", "Wiśniewski", NOW, -165, 15, DONE, AUS_VIDEO_PROVIDER_ZOOM,
    .reason = "Hay fever",
    .notes = "Runny nose and itching eyes for three weeks, no fever, breathes freely.\n"
             "Cetirizine 10 mg in the evening for four weeks; comes back if it gets no better." },
  { "Kaya", "O", NOW, -135, 20, MISSED, .reason = "Results of the blood test" },
  { "Kaya", "الحداد", NOW, -105, 30, DONE,
    .reason = "Headaches",
    .notes = "Tension-type headache, three evenings a week, after work at the screen. No warning signs.\n"
             "Breaks, exercises, ibuprofen 400 mg on at most eight days a month. Diary for four weeks.",
    .lines = { { 0, FALSE, "صباح الخير دكتورة، أنا جاهزة" },
               { 1, TRUE, "Good morning! I am with you in a moment." } } },
  { "Kaya", "de Vries", NOW, -75, 15, CANCELLED, .reason = "Sore throat", .notes = "Feels well again" },
  { "Kaya", "Hoffmann", NOW, -45, 20, DONE, AUS_VIDEO_PROVIDER_JITSI,
    .reason = "Cough after a cold",
    .notes = "Dry cough for ten days, no fever, no pain in the chest. Speaks in whole sentences.\n"
             "Drinks enough; comes to the practice if there is fever or it lasts beyond three weeks." },
  { "Kaya", "Schmidt", NOW, 10, 20, AUS_DEMO_STATE_NEXT, .reason = "Rash on the forearm, follow-up" },
  { "Kaya", "Demir", NOW, 35, 20, PLANNED, .reason = "Diabetes: values of the last weeks" },
  { "Kaya", "von Hohenstein-Schwarzenberg zu Wittgenstein", NOW, 60, 30, PLANNED,
    .reason = "Second opinion before the operation on the knee; brings the report of the clinic" },
  { "Kaya", "Παπαδοπούλου", NOW, 95, 15, BOOKED, .reason = "Prescription of the pill" },
  { "Kaya", "Krüger", NOW, 120, 30, BOOKED, .in_person = TRUE, .reason = "Change of the dressing" },
  { "Kaya", "Mensah", NOW, 155, 20, PLANNED, .alone = TRUE, .reason = "Called this morning: fever after a journey" },
  { "Kaya", "Lang", AT (9, 0), 20, BOOKED, .reason = "Check-up, with her father" },
  { "Kaya", "Ruiz Ortega", AT (9, 30), 15, BOOKED, .reason = "Sick note" },
  { "Kaya", "Müller-Lüdenscheid", AT (10, 15), 30, BOOKED, .reason = "Sleeps badly" },

  { "Brandt", "Шевченко", NOW, -180, 20, DONE, AUS_VIDEO_PROVIDER_GOOGLE_MEET,
    .reason = "Thyroid: new values",
    .notes = "TSH 2.1, feels well. Levothyroxine 75 µg as before. Next values in six months." },
  { "Brandt", "Bianchi", NOW, -120, 15, DONE,
    .reason = "Itching rash, with his mother",
    .notes = "Chickenpox, day two, no fever today. Stays at home until all blisters have crusted.",
    .lines = { { 3, FALSE, "This is how it looked yesterday. I hold the arm to the camera." },
               { 5, TRUE, "Thank you, that helps." } } },
  { "Brandt", "Lefèvre", NOW, -80, 20, MISSED, .reason = "Gout" },
  { "Brandt", "El Amrani", NOW, -10, 20, AUS_DEMO_STATE_IN_PROGRESS,
    .reason = "Back pain",
    .lines = { { 1, TRUE, "Good day, Ms El Amrani." } } },
  { "Brandt", "المصري", NOW, 0, 20, AUS_DEMO_STATE_WAITING,
    .reason = "Stomach ache",
    .lines = { { -3, FALSE, "أنا في غرفة الانتظار، شكراً" } } },
  { "Brandt", "Becker", NOW, 30, 15, PLANNED, .reason = "Migraine: is the prophylaxis of use?" },
  { "Brandt", "Novotná", NOW, 50, 20, CANCELLED, .reason = "Tick bite", .notes = "The doctor had to leave early" },
  { "Brandt", "O’Sullivan", NOW, 75, 20, PLANNED, .reason = "Asthma: inhaler" },
  { "Brandt", "Nguyễn", AT (8, 30), 20, BOOKED, .reason = "Pregnancy, 20th week: questions" },
  { "Brandt", "Ångström", AT (11, 0), 20, BOOKED, .reason = "Knee, after the physiotherapy" },
  { "Brandt", "Krishnamurthy", AT (14, 45), 15, BOOKED, .in_person = TRUE, .reason = "Vaccination" },
  { NULL },
};
