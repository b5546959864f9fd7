/* The page's few symbols, 16 px grid, in the colour of the text around them. */

const SVG = 'http://www.w3.org/2000/svg';

const paths = {
  microphone: 'M8 1.5a2.5 2.5 0 0 0-2.5 2.5v4a2.5 2.5 0 0 0 5 0V4A2.5 2.5 0 0 0 8 1.5zM3.5 7.5V8a4.5 4.5 0 0 0 9 0v-.5M8 12.5v2',
  camera: 'M2.5 4h6A1.5 1.5 0 0 1 10 5.5v5A1.5 1.5 0 0 1 8.5 12h-6A1.5 1.5 0 0 1 1 10.5v-5A1.5 1.5 0 0 1 2.5 4zM10 7.5l4.5-3v7l-4.5-3',
  text: 'M3 2.5h10A1.5 1.5 0 0 1 14.5 4v6a1.5 1.5 0 0 1-1.5 1.5H7.5L4 14.5v-3H3A1.5 1.5 0 0 1 1.5 10V4A1.5 1.5 0 0 1 3 2.5zM5 5.5h6M5 8.5h4',
  more: 'M3.5 8v.1M8 8v.1M12.5 8v.1',
  leave: 'M6.5 2.5h-3A1.5 1.5 0 0 0 2 4v8a1.5 1.5 0 0 0 1.5 1.5h3M6 8h8M11 5l3 3-3 3',
  pause: 'M5.5 3v10M10.5 3v10',
  phone: 'M4 1.5 6 5 4.6 6.6a9 9 0 0 0 4.8 4.8L11 10l3.5 2v1.5a1 1 0 0 1-1 1A12 12 0 0 1 1.5 2.5a1 1 0 0 1 1-1z',
  calendar: 'M3 3h10a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM2 6.5h12M5 1.5v3M11 1.5v3',
  speaker: 'M2 6v4h2.5L8 13V3L4.5 6zM10.5 5.5a3.5 3.5 0 0 1 0 5M12.5 3.5a6.3 6.3 0 0 1 0 9',
  person: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.5a5.5 5.5 0 0 1 11 0',
  check: 'M3 8.5 6.5 12 13 4.5',
  warning: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 12v.1',
  pin: 'M5.5 2h5M6.5 2v4.5L4 9.5h8L9.5 6.5V2M8 9.5v5',
  close: 'M4 4l8 8M12 4l-8 8',
  screen: 'M2 3h12a.8.8 0 0 1 .8.8v7a.8.8 0 0 1-.8.8H2a.8.8 0 0 1-.8-.8v-7A.8.8 0 0 1 2 3zM5.5 14h5M8 11.5V14',
  float: 'M2 3h12a.8.8 0 0 1 .8.8V7M1.2 3.8v8.4a.8.8 0 0 0 .8.8h4M9 9h5.2v4H9z',
  file: 'M4 1.5h5L12.5 5v9a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5V2a.5.5 0 0 1 .5-.5zM9 1.5V5h3.5',
  clip: 'M13 7.5 7.8 12.7a3 3 0 0 1-4.3-4.3l5.6-5.5a2 2 0 0 1 2.8 2.8L6.4 11.2a1 1 0 0 1-1.4-1.4l4.8-4.8',
  slash: 'M2 2l12 12',
};

function stroke(name) {
  const path = document.createElementNS(SVG, 'path');

  path.setAttribute('d', paths[name]);
  return path;
}

export function icon(name, { off = false } = {}) {
  const svg = document.createElementNS(SVG, 'svg');

  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', name === 'leave' ? 'icon directed' : 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(stroke(name));
  if (off)
    svg.append(stroke('slash'));
  return svg;
}
