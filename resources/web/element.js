/* Elements in one expression: el('button.primary', { type: 'button', onclick: f }, 'Text', child). */

export function el(spec, attributes = {}, ...children) {
  const [tag, ...classes] = spec.split('.');
  const element = document.createElement(tag || 'div');

  if (classes.length > 0)
    element.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes))
    setAttribute(element, name, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

function setAttribute(element, name, value) {
  if (name.startsWith('on'))
    element.addEventListener(name.slice(2), value);
  else if (typeof value === 'boolean')
    element.toggleAttribute(name, value);
  else if (value !== null && value !== undefined)
    element.setAttribute(name, value);
}

/* Writes only what differs, so that live regions stay quiet and selections survive. */
export function setText(element, text) {
  if (element.textContent !== text)
    element.textContent = text;
}

export function setHidden(element, hidden) {
  if (element.hidden !== hidden)
    element.hidden = hidden;
}
