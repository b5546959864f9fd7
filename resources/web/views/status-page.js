/* A view that says one thing: a symbol, a heading, some lines, the way on. */

import { el } from '../element.js';
import { icon } from '../icons.js';

export function statusPage({ symbol, title, lines = [], actions = [] }) {
  return el('section.status', {},
    symbol ? el('span.symbol', {}, icon(symbol)) : el('span.spinner', { 'aria-hidden': 'true' }),
    el('h1', { tabindex: -1 }, title),
    lines.filter(Boolean).map((line) => el('p', {}, line)),
    actions.length > 0 ? el('div.actions', {}, actions) : null);
}
