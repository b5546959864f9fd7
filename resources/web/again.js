/* Before all else, and no module: where a part of the page did not arrive, as when the network changes meanwhile, the whole
   of it is asked for again, ever more seldom. */

(() => {
  const KEY = 'pause before the page is asked for again';
  const FIRST = 1_000;
  const LONGEST = 30_000;

  const recall = () => {
    try {
      return Number(sessionStorage.getItem(KEY)) || FIRST;
    } catch {
      return LONGEST;
    }
  };

  const remember = (pause) => {
    try {
      sessionStorage.setItem(KEY, pause);
    } catch {
      /* Storage full or forbidden: the pause stays the longest. */
    }
  };

  window.addEventListener('error', ({ target }) => {
    if (!(target instanceof HTMLScriptElement) || new URL(target.src).origin !== location.origin)
      return;

    const pause = recall();

    remember(Math.min(2 * pause, LONGEST));
    setTimeout(() => location.reload(), pause);
  }, true);
  window.addEventListener('begun', () => remember(FIRST));
})();
