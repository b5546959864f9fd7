/* Whether this network lets calls through, tried before it matters, in words that help. */

import { el, setHidden, setText } from '../element.js';
import { icon } from '../icons.js';
import { probeNetwork } from '../network-probe.js';
import { t } from '../strings.js';

const SLOW = 800;

const judge = (time) => (time === Infinity ? 'network.blocked' : time > SLOW ? 'network.slow' : 'network.good');

export function networkCheck({ api, visit, signal }) {
  const mark = el('span.mark');
  const text = el('span');
  const again = el('button.secondary', { type: 'button', hidden: true, onclick: () => run() }, t('check.again'));
  const element = el('div.network', { hidden: true }, el('p.finding', { role: 'status' }, mark, text), again);
  let running = false;
  const show = (key) => {
    setHidden(element, key === null);
    if (key === null)
      return;
    setText(text, t(key));
    mark.replaceChildren(key === 'network.testing' ? '' : icon(key === 'network.good' ? 'check' : 'warning'));
    setHidden(again, key !== 'network.blocked');
  };
  const run = async () => {
    if (running || visit.door?.video_provider !== 'builtin')
      return;
    running = true;
    try {
      const info = await api.meetingInfo(visit.id);

      show('network.testing');

      const time = await probeNetwork(info.ice_servers ?? []);

      if (!signal.aborted)
        show(time === null ? null : judge(time));
    } catch {
      /* The practice itself cannot be reached just now, which the page says elsewhere. */
      show(null);
    } finally {
      running = false;
    }
  };

  navigator.connection?.addEventListener?.('change', run, { signal });
  window.addEventListener('online', run, { signal });
  run();
  return element;
}
