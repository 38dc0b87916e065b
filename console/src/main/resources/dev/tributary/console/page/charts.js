// Charts in SVG: lines with a band, and stacked bars. A chart can be read by mouse, touch and arrow keys, and says each point.

import {el, svg, figure} from './dom.js';

const HEIGHT = 210, LEFT = 56, RIGHT = 10, TOP = 10, BOTTOM = 24, TICKS = 4, INSET = 12;
const observers = new ResizeObserver(entries => entries.forEach(entry => entry.target.redraw && entry.target.redraw()));

function ticks(low, high) {
  const rough = (high - low) / TICKS, size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * size).find(candidate => candidate >= rough);
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-6; tick += step) found.push(tick);
  return found;
}

function range(values, fromZero) {
  let low = Math.min(...values), high = Math.max(...values);
  if (fromZero) low = Math.min(0, low);
  if (low === high) { low -= Math.abs(low) * 0.1 || 1; high += Math.abs(high) * 0.1 || 1; }
  const room = (high - low) * 0.06;
  return [fromZero && low === 0 ? 0 : low - room, high + room];
}

/** Draws into a fresh box; `say` turns a point's index into a sentence, `paint` draws with the two scales. */
function chart(title, xs, values, fromZero, say, paint, legend, inset = 0) {
  const output = el('output', {}, say(xs.length - 1));
  const box = el('div', {class: 'chart'}, legend, output);
  let drawn = null, width = 0, at = xs.length - 1;
  const [low, high] = range(values, fromZero);
  const first = xs[0], last = xs[xs.length - 1];
  const x = value => first === last ? (LEFT + width - RIGHT) / 2
    : LEFT + inset + (value - first) / (last - first) * (width - LEFT - RIGHT - 2 * inset);
  const y = value => TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM);
  const choose = index => {
    at = Math.max(0, Math.min(xs.length - 1, index));
    output.textContent = say(at);
    const line = drawn.querySelector('.cursor');
    line.setAttribute('x1', x(xs[at]));
    line.setAttribute('x2', x(xs[at]));
  };
  box.redraw = () => {
    if (!box.clientWidth || box.clientWidth === width) return;
    width = box.clientWidth;
    const next = svg('svg', {viewBox: `0 0 ${width} ${HEIGHT}`, height: HEIGHT, role: 'img', tabindex: 0,
      'aria-label': `${title}. ${say(xs.length - 1)} Arrow keys move from point to point.`});
    for (const tick of ticks(low, high)) {
      next.append(svg('line', {class: 'grid', x1: LEFT, x2: width - RIGHT, y1: y(tick), y2: y(tick)}),
        svg('text', {x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end'}, figure(Number(tick.toPrecision(6)))));
    }
    next.append(svg('text', {x: LEFT, y: HEIGHT - 6}, `version ${first}`));
    if (first !== last) next.append(svg('text', {x: width - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end'}, String(last)));
    next.append(...paint(x, y, width), svg('line', {class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM}));
    const nearest = event => {
      const place = event.clientX - next.getBoundingClientRect().left;
      let best = 0;
      xs.forEach((value, i) => { if (Math.abs(x(value) - place) < Math.abs(x(xs[best]) - place)) best = i; });
      choose(best);
    };
    next.addEventListener('pointermove', nearest);
    next.addEventListener('pointerdown', nearest);
    next.addEventListener('keydown', event => {
      const step = {ArrowLeft: -1, ArrowRight: 1, Home: -xs.length, End: xs.length}[event.key];
      if (step) { event.preventDefault(); choose(at + step); next.setAttribute('aria-label', `${title}. ${say(at)}`); }
    });
    if (drawn) drawn.replaceWith(next); else output.before(next);
    drawn = next;
    choose(at);
  };
  observers.observe(box);
  return box;
}

function swatch(name, index) {
  return el('li', {}, svg('svg', {viewBox: '0 0 26 10', 'aria-hidden': 'true'},
    svg('line', {class: 'line ' + 'abc'[index], x1: 1, x2: 25, y1: 5, y2: 5})), name);
}

/** Lines by version; a series is {name, legend, points: [[version, value, spread or 0]]}; a legend says more than the name. */
export function lines(title, series) {
  const byVersion = new Map();
  series.forEach((one, i) => one.points.forEach(point => {
    if (!byVersion.has(point[0])) byVersion.set(point[0], []);
    byVersion.get(point[0])[i] = point;
  }));
  const xs = [...byVersion.keys()].sort((a, b) => a - b);
  const values = series.flatMap(one => one.points.flatMap(([, value, spread]) => [value - spread, value + spread]));
  const say = i => `Version ${xs[i]}: ` + series.map((one, j) => [one, byVersion.get(xs[i])[j]]).filter(pair => pair[1])
    .map(([one, point]) => `${one.name} ${figure(point[1])}${point[2] ? ' ± ' + figure(point[2]) : ''}`).join(', ') + '.';
  const paint = (x, y) => series.flatMap((one, i) => {
    const path = one.points.map((point, j) => (j ? 'L' : 'M') + x(point[0]) + ' ' + y(point[1])).join('');
    const up = one.points.map((point, j) => (j ? 'L' : 'M') + x(point[0]) + ' ' + y(point[1] + point[2])).join('');
    const down = [...one.points].reverse().map(point => 'L' + x(point[0]) + ' ' + y(point[1] - point[2])).join('');
    const drawn = [svg('path', {class: 'line ' + 'abc'[i], d: path})];
    if (one.points.some(point => point[2])) drawn.unshift(svg('path', {class: 'band', d: up + down + 'Z'}));
    if (one.points.length === 1) {
      drawn.push(svg('circle', {class: 'f' + 'abc'[i], cx: x(one.points[0][0]), cy: y(one.points[0][1]), r: 3}));
    }
    return drawn;
  });
  return chart(title, xs, values, false, say, paint, el('ul', {class: 'legend'}, series.map((one, i) => swatch(one.legend || one.name, i))));
}

/** Stacked bars by version; rows are [version, [part, part, …]], parts of the names, shown by `show`. */
export function bars(title, names, rows, show) {
  const xs = rows.map(row => row[0]);
  const values = [0, ...rows.map(row => row[1].reduce((a, b) => a + b, 0))];
  const say = i => `Version ${xs[i]}: ` + names.map((name, j) => `${name} ${show(rows[i][1][j])}`).join(', ') + '.';
  const paint = (x, y, width) => rows.flatMap(([version, parts]) => {
    const wide = Math.max(1, Math.min(2 * INSET, (width - LEFT - RIGHT) / rows.length * 0.7));
    let below = 0;
    return parts.map((part, i) => {
      const top = y(below + part), bottom = y(below);
      below += part;
      return svg('rect', {class: 'f' + 'abc'[i], width: wide, height: Math.max(0, bottom - top), y: top,
        x: x(version) - wide / 2});
    });
  });
  const legend = el('ul', {class: 'legend'}, names.map((name, i) => el('li', {},
    svg('svg', {viewBox: '0 0 26 10', 'aria-hidden': 'true'},
      svg('rect', {class: 'f' + 'abc'[i], width: 14, height: 10})), name)));
  return chart(title, xs, values, true, say, paint, names.length > 1 ? legend : null, INSET);
}
