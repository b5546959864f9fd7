/* The page's two live regions: polite for what can wait, urgent for "the doctor is ready". */

import { setText } from './element.js';

export function announce(text) {
  setText(document.getElementById('polite'), text);
}

export function announceUrgently(text) {
  setText(document.getElementById('urgent'), text);
}
