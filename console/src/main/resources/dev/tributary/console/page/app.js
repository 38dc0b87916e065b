// Which page is shown, where its values come from, and how it stays up to date.

import {el, empty} from './dom.js';
import * as pages from './pages.js';

const API = 'api/v1/federations';
const MOST_EVENTS = 200, SETTLE_MS = 150, RETRY_MS = 3000;

/** Page: title, its paths of the API by name, how it is drawn. */
const PAGES = {
  overview: ['Overview', {federation: '', series: '/series?points=400'}, pages.overview],
  versions: ['Versions', {list: '/versions?last=100'}, pages.versions],
  clients: ['Clients', {federation: '', series: '/series?points=400'}, pages.clients],
  rejections: ['Rejections', {rejections: '/rejections?last=100'}, pages.rejections],
  privacy: ['Privacy', {privacy: '/privacy'}, pages.privacy],
};

const main = document.getElementById('main');
const state = document.getElementById('state');
const picker = document.getElementById('federation');
let federations = [], feed = [], stream = null, streamed = '', drawing = 0, timer = null;

function place() {
  const [path, query] = decodeURIComponent(location.hash.slice(1)).split('?');
  const [, federation, page, version] = path.split('/');
  return {federation, page: page || 'overview', version, before: new URLSearchParams(query || '').get('before')};
}

async function get(path) {
  const answer = await fetch(API + path, {cache: 'no-store'});
  if (!answer.ok) throw new Error(answer.status === 404 ? 'There is nothing of that name.' : 'HTTP ' + answer.status);
  return answer.json();
}

function say(text, kind) {
  if (state.textContent !== text) state.textContent = text;
  state.className = 'state ' + kind;
}

function sayConnection(federation) {
  if (federation.isConnected) say('live', 'live');
  else say('broker away, shown as of before', 'away');
}

function drawTabs(here) {
  const isKnown = federations.some(one => one.federation === here.federation);
  document.getElementById('tabs').replaceChildren(...(isKnown ? Object.entries(PAGES) : []).map(([name, [title]]) =>
    el('li', {}, el('a', {id: 'tab-' + name, href: `#/${here.federation}/${name}`,
      'aria-current': name === here.page ? 'page' : null}, title))));
  picker.replaceChildren(...(isKnown ? [] : [el('option', {selected: true, disabled: true}, 'choose one')]),
    ...federations.map(one =>
      el('option', {value: one.federation, selected: one.federation === here.federation}, one.federation)));
  picker.disabled = isKnown && federations.length < 2;
}

/** Draws the page of the address; one that was overtaken by a later call is dropped. */
async function draw(isNew) {
  const here = place();
  if (location.hash === '#main') return;
  const number = ++drawing;
  try {
    federations = (await get('')).federations;
    if (number !== drawing) return;
    if (!federations.some(one => one.federation === here.federation)) {
      drawTabs(here);
      if (here.federation) throw new Error('The console does not follow a federation of that name; choose one above.');
      location.replace(`#/${federations[0].federation}/overview`);
      return;
    }
    const [title, paths, show] = PAGES[here.page] || PAGES.overview;
    drawTabs(here);
    const values = await load(here, paths);
    if (number !== drawing) return;
    const one = federations.find(other => other.federation === here.federation);
    sayConnection(one);
    document.title = `${title} · ${here.federation} · Tributary`;
    replace(here.page === 'versions' && here.version ? pages.version(here.federation, values)
      : show(here.federation, {...values, feed}), isNew);
    follow(here.federation);
  } catch (failure) {
    if (number !== drawing) return;
    if (failure instanceof TypeError) say('not connected', 'away');
    else say('', '');
    if (isNew || !main.querySelector('h1')) {
      main.replaceChildren(el('h1', {}, 'Not shown'), empty(failure instanceof TypeError
        ? 'The console does not answer. It may have been stopped; this page tries again by itself.' : failure.message));
    }
    clearTimeout(timer);
    timer = setTimeout(() => draw(false), RETRY_MS);
  }
}

async function load(here, paths) {
  const base = '/' + here.federation;
  if (here.page === 'versions' && here.version) {
    return {version: await get(`${base}/versions/${encodeURIComponent(here.version)}`)};
  }
  const values = await Promise.all(Object.entries(paths).map(async ([name, path]) =>
    [name, await get(base + path + (name === 'list' && here.before ? '&before=' + encodeURIComponent(here.before) : ''))]));
  return Object.fromEntries(values);
}

/** Puts new content in the place of the old; whoever reads far down, or stands on an element, stays there. */
function replace(content, isNew) {
  const focused = document.activeElement && main.contains(document.activeElement)
    ? [...main.querySelectorAll('[tabindex], a')].indexOf(document.activeElement) : -1;
  const list = document.getElementById('feed');
  const scrolled = list ? list.scrollTop : 0;
  const top = window.scrollY;
  main.replaceChildren(...content.filter(Boolean));
  const again = document.getElementById('feed');
  if (again) again.scrollTop = isNew ? 0 : scrolled;
  window.scrollTo(0, isNew ? 0 : top);
  if (isNew) return;
  const target = [...main.querySelectorAll('[tabindex], a')][focused];
  if (target) target.focus({preventScroll: true});
}

function drawSoon() {
  clearTimeout(timer);
  timer = setTimeout(() => draw(false), SETTLE_MS);
}

/** The browser goes on by itself after a break, with the id of the last event that it has. */
function follow(federation) {
  if (streamed === federation) return;
  if (stream) stream.close();
  streamed = federation;
  feed = [];
  stream = new EventSource(`${API}/${federation}/events`);
  stream.addEventListener('message', message => {
    const event = JSON.parse(message.data);
    if (!feed.some(other => other.id === event.id)) {
      feed = [event, ...feed].sort((a, b) => b.atMs - a.atMs).slice(0, MOST_EVENTS);
    }
    drawSoon();
  });
  stream.addEventListener('reset', () => { feed = []; drawSoon(); });
  stream.addEventListener('open', drawSoon);
  stream.addEventListener('error', () => {
    say('not connected, trying again', 'away');
    // A stream that was refused is not tried again by the browser.
    if (stream.readyState === EventSource.CLOSED) { streamed = ''; drawSoon(); }
  });
}

picker.addEventListener('change', () => { location.hash = `#/${picker.value}/${PAGES[place().page] ? place().page : 'overview'}`; });
document.getElementById('skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
window.addEventListener('hashchange', () => draw(true));
// Ages grow while nothing happens.
setInterval(() => { if (!document.hidden) drawSoon(); }, 15_000);
draw(true);
