/* Which camera, microphone and speaker, where there is a choice; and a word when one was unplugged and another took over. */

import { el, setHidden, setText } from '../element.js';
import { t } from '../strings.js';

const kinds = { audioinput: 'device.microphone', videoinput: 'device.camera', audiooutput: 'device.speaker' };

export const replacedWords = ({ replaced }) => (replaced ? t('check.replaced', { name: replaced }) : '');

export function deviceMenu({ media, hearing, signal }) {
  const note = el('p.hint', { role: 'status', hidden: true });
  const choose = (kind, id) => (kind === 'audiooutput' ? hearing.choose(id) : media.choose(kind, id));
  const used = (kind) => {
    const track = kind === 'audioinput' ? media.audioTrack : media.videoTrack;

    return kind === 'audiooutput' ? hearing.speaker || 'default' : track?.getSettings().deviceId;
  };
  const menus = Object.entries(kinds).map(([kind, word]) => {
    const select = el('select', { 'aria-label': t(word), onchange: ({ target }) => choose(kind, target.value) });

    return { kind, select, element: el('label.device', { hidden: true }, el('span', {}, t(word)), select) };
  });
  const fill = async () => {
    const devices = await navigator.mediaDevices?.enumerateDevices() ?? [];

    for (const { kind, select, element } of menus) {
      const named = devices.filter((device) => device.kind === kind && device.label !== '' && device.deviceId !== '');

      setHidden(element, named.length < 2 || used(kind) === undefined || (kind === 'audiooutput' && !hearing.routable));
      select.replaceChildren(...named.map(({ deviceId, label }) => el('option', { value: deviceId }, label)));
      select.value = used(kind) ?? '';
    }
  };
  const update = () => {
    setText(note, replacedWords(media));
    setHidden(note, note.textContent === '');
    fill();
  };

  navigator.mediaDevices?.addEventListener('devicechange', fill, { signal });
  media.addEventListener('change', update, { signal });
  update();
  return el('div.devices', {}, menus.map(({ element }) => element), note);
}
