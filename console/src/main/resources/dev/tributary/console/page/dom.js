// Elements, numbers and times. Every value becomes a text node: whatever a federation's note holds stays text.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

export const card = (title, ...children) => el('section', {class: 'card'}, el('h2', {}, title), children);

export const wideCard = (title, ...children) => el('section', {class: 'card wide'}, el('h2', {}, title), children);

export const hint = text => el('p', {class: 'hint'}, text);

export const empty = text => el('p', {class: 'empty'}, text);

/** A table that scrolls by itself where the screen is narrow: columns are [heading, isNumber]. */
export function table(caption, columns, rows) {
  // Named roles: on a narrow screen the style sheet makes blocks of rows and cells, and browsers forget what they are.
  const cells = row => row.map((cell, i) =>
    el('td', {role: 'cell', class: columns[i][1] ? 'number' : 'long', 'data-name': columns[i][0]}, cell));
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    el('table', {role: 'table', class: columns.length > 3 ? 'stacks' : null}, el('caption', {class: 'sr'}, caption),
      el('thead', {role: 'rowgroup'}, el('tr', {role: 'row'}, columns.map(([name, isNumber]) =>
        el('th', {scope: 'col', role: 'columnheader', class: isNumber ? 'number' : null}, name)))),
      el('tbody', {role: 'rowgroup'}, rows.map(row => el('tr', {role: 'row'}, cells(row))))));
}

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
export const count = value => value === null || value === undefined ? '–' : whole.format(value);

export function figure(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(Number(value.toPrecision(4)));
}

export function bytes(value) {
  if (value === null || value === undefined) return '–';
  for (const [unit, size] of [['GiB', 2 ** 30], ['MiB', 2 ** 20], ['KiB', 2 ** 10]]) {
    if (value >= size) return (value / size).toFixed(1) + ' ' + unit;
  }
  return value + ' B';
}

export function duration(ms) {
  if (ms === null || ms === undefined) return '–';
  if (ms < 1000) return Math.round(ms) + ' ms';
  if (ms < 90_000) return (ms / 1000).toFixed(1) + ' s';
  if (ms < 5_400_000) return Math.round(ms / 60_000) + ' min';
  if (ms < 172_800_000) return (ms / 3_600_000).toFixed(1) + ' h';
  return Math.round(ms / 86_400_000) + ' days';
}

export const moment = ms => ms === null || ms === undefined ? '–' : new Date(ms).toLocaleString();

/** For programs; empty for a time that no calendar has. */
export const iso = ms => Number.isFinite(new Date(ms).getTime()) ? new Date(ms).toISOString() : '';

/** The hour of today, or the day of another. */
export function shortMoment(ms) {
  const at = new Date(ms);
  return at.toDateString() === new Date().toDateString()
    ? at.toLocaleTimeString([], {hour12: false})
    : at.toLocaleDateString([], {month: 'short', day: 'numeric'});
}
