/* Who is in the visit, as the frames of the socket tell it. */

export class People {
  all = new Map();
  you = null;

  apply(frame) {
    switch (frame.type) {
    case 'consultation_status':
      this.you = frame.you ?? this.you;
      if (frame.participants)
        this.all = new Map(frame.participants.map((person) => [person.id, person]));
      break;
    case 'user_joined':
      this.#change(frame, { connected: true, presence: 'here' });
      break;
    case 'user_left':
      this.#left(frame);
      break;
    case 'admission':
      this.#change(frame, { admission: frame.state });
      break;
    case 'signal':
      this.#change({ participant_id: frame.from }, { connected: true });
      break;
    case 'presence':
      this.#change(frame, { connected: true, presence: frame.state, ...(frame.picture && { picture: frame.picture }) });
      break;
    }
  }

  /* Hanging up ends the call, not the visit; and whoever is lost is waited for. */
  #left(frame) {
    const presence = { hung_up: { presence: 'here' }, lost: {} }[frame.reason] ?? { presence: 'left' };

    this.#change(frame, { connected: frame.reason === 'hung_up', ...presence });
  }

  #change({ participant_id: id, user_name: name, user_role: role }, change) {
    const known = this.all.get(id) ?? { id, presence: null };

    this.all.set(id, { ...known, name: name ?? known.name, role: role ?? known.role, ...change });
  }
}
