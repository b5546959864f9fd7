/* How the visit stands, as the frames tell it, and which of them tell of before. */

/* What a greeting tells, too, and better: it comes before what was missed, and stands for all of it. */
const GREETED = new Set(['consultation_status', 'consultation_started', 'consultation_ended', 'admitted', 'recalled',
  'user_joined', 'user_left', 'admission']);
const STATES = { in_progress: 'admitted', completed: 'over', cancelled: 'cancelled', no_show: 'no_show' };

export class Course {
  /* The last event that the last greeting knew of. */
  #greeted = -1;

  /* What is kept nowhere has the number of the last event before it, and is true now. */
  isPast({ type, seq, participants }) {
    return participants === undefined && GREETED.has(type) && seq <= this.#greeted;
  }

  /* Brings the door's answer up to date. */
  follow(door, { type, status, participants, last_seq: seq }) {
    switch (type) {
    case 'consultation_status':
      if (participants === undefined)
        return;
      this.#greeted = seq;
      door.state = STATES[status] ?? door.state;
      break;
    case 'admitted':
    case 'consultation_started':
      door.state = 'admitted';
      break;
    case 'consultation_ended':
      door.state = STATES[status] ?? 'over';
      break;
    }
  }
}
