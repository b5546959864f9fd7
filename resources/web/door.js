/* The patient's page: one link, one visit. Here the parts are made and joined. */

import { Absence } from './absence.js';
import { DoorApi } from './api.js';
import { Call } from './call.js';
import { Chat } from './chat.js';
import { Chime } from './chime.js';
import { Clock } from './clock.js';
import { Hearing } from './hearing.js';
import { Journey } from './journey.js';
import { LocalMedia } from './media.js';
import { rememberMedia } from './media-memory.js';
import { Presence } from './presence.js';
import { Quality } from './quality.js';
import { Recording } from './recording.js';
import { ScreenShare } from './screen-share.js';
import { Seat } from './seat.js';
import { currentLanguage, useLanguage } from './strings.js';
import { Stage } from './views/stage.js';
import { Visit } from './visit.js';
import { WakeLock } from './wake-lock.js';

const token = location.pathname.split('/')[2] ?? '';

const seat = new Seat(token);
const api = new DoorApi(token);
const clock = new Clock();
const media = new LocalMedia();
const hearing = new Hearing(seat);
const chime = new Chime();
const visit = new Visit(api, clock, seat);
const share = new ScreenShare();
const call = new Call(visit, api, { media, share });
const chat = new Chat(visit, api, seat);
const absence = new Absence(visit, call);
const quality = new Quality(visit, call);
const recording = new Recording({ visit, api, seat, language: currentLanguage });
const presence = new Presence(visit, { media, call, share });
const journey = new Journey({ visit, call, media, chime, seat, wakeLock: new WakeLock() });

const stage = new Stage(document.getElementById('page'), {
  absence, api, call, chat, chime, clock, hearing, journey, media, presence, quality, recording, seat, share, visit,
  chooseLanguage(language) {
    seat.set('language', language);
    useLanguage(language);
    stage.rebuild();
  },
});

rememberMedia(media, seat);
useLanguage(seat.get('language'));
for (const part of [journey, media, hearing, share, chat, absence, quality])
  part.addEventListener('change', () => stage.refresh());
stage.refresh();
visit.refresh();

window.dispatchEvent(new Event('begun'));
