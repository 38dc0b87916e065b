// The pages: each makes its content of the values of the API.

import {el, card, wideCard, hint, empty, table, count, figure, bytes, duration, moment, shortMoment, iso} from './dom.js';
import {lines, bars} from './charts.js';

const MARKS = {published: ['●', 'good'], initial: ['●', ''], operatorPublished: ['▲', ''], rolledBack: ['↶', 'bad'],
  settings: ['⚙', ''], evaluated: ['≈', ''], markedBad: ['✕', 'bad'], refused: ['–', 'bad'], away: ['!', 'bad'],
  back: ['●', 'good']};

const REASONS = {INITIAL: 'initial model', GOAL: 'goal reached', DEADLINE: 'deadline passed', PUBLISHED: 'operator',
  ROLLBACK: 'rollback', UNKNOWN: 'unknown'};

const link = (federation, page, text) => el('a', {href: `#/${federation}/${page}`}, text);

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const metricNames = points => [...new Set(points.flatMap(point =>
  [...Object.keys(point.evaluation), ...Object.keys(point.training)]))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

const rank = name => name === 'accuracy' ? 0 : name === 'loss' ? 1 : 2;

/** What a metric says: the clients' evaluation with its spread, and what training reported. */
function metricSeries(points, name) {
  const evaluated = points.filter(point => point.evaluation[name])
    .map(point => [point.version, point.evaluation[name][0], point.evaluation[name][1]]);
  const trained = points.filter(point => Number.isFinite(point.training[name]))
    .map(point => [point.version, point.training[name], 0]);
  return [{name: 'evaluated by clients', legend: 'evaluated by clients, ± standard deviation', points: evaluated},
    {name: 'in training', points: trained}].filter(series => series.points.length);
}

function isLearning(points) {
  for (const name of metricNames(points)) {
    const series = metricSeries(points, name)[0];
    if (series && series.points.length >= 2) {
      const last = series.points[series.points.length - 1];
      const then = series.points[Math.max(0, series.points.length - 11)];
      return `${name} ${figure(last[1])} at version ${last[0]}; it was ${figure(then[1])} at version ${then[0]} ` +
        `(${series.name}).`;
    }
  }
  return 'No metric is reported, so whether it learns cannot be told.';
}

function isStuck(federation, points) {
  const rounds = points.filter(point => point.collectingMs !== null).slice(-20);
  if (!rounds.length) return [`Version ${federation.version} is the newest; no round has closed yet.`, false];
  const usual = median(rounds.map(point => point.waitingMs + point.collectingMs));
  const age = Date.now() - federation.lastClosedAtMs;
  const late = age > 60_000 + 5 * usual;
  const words = `Version ${federation.version} came ${duration(age)} ago; a round usually takes ${duration(usual)}.`;
  return [late ? words + ' Nothing has come for much longer than that: it is done, or it lacks updates. ' +
    'Look at the rejections and at the aggregator’s log.' : words, late];
}

export function overview(name, {federation, series, feed}) {
  const points = series.points;
  if (federation.version < 0) {
    return [el('h1', {}, name), empty('The federation has no version yet. The first one is published with: tributary model init')];
  }
  const [stuck, isLate] = isStuck(federation, points);
  const names = metricNames(points).slice(0, 4);
  const rounds = points.filter(point => point.collectingMs !== null);
  return [
    el('h1', {}, name),
    el('div', {class: isLate ? 'said warn' : 'said'}, el('p', {}, stuck), el('p', {}, isLearning(points)),
      federation.refused ? el('p', {}, `${count(federation.refused)} updates were refused: `,
        link(name, 'rejections', 'which, and what to do'), '.') : null),
    el('div', {class: 'board'}, el('div', {class: 'cards charts'},
      names.map(metric => card(metric + ' by version', lines(metric + ' by version', metricSeries(points, metric)))),
      rounds.length ? card('Duration of rounds, in seconds', bars('Duration of rounds, in seconds',
        ['until the first update', 'collecting', 'aggregating'],
        rounds.map(point => [point.version,
          [point.waitingMs / 1000, point.collectingMs / 1000, point.aggregationMs / 1000]]),
        value => duration(value * 1000))) : null,
      names.length || rounds.length ? null : empty('Charts begin with the first round.')),
      el('section', {class: 'card'}, el('h2', {}, 'What happened'),
        el('ol', {class: 'feed', id: 'feed', 'aria-label': 'What happened, the newest first', tabindex: 0},
          feed.length ? feed.map(feedLine) : empty('Nothing yet.')))),
  ];
}

function feedLine(event) {
  const [mark, kind] = MARKS[event.type] || ['·', ''];
  return el('li', {}, el('time', {datetime: iso(event.atMs), title: moment(event.atMs)},
    shortMoment(event.atMs)), el('span', {class: 'mark ' + kind, 'aria-hidden': 'true'}, mark),
  el('span', {class: 'text'}, event.text));
}

export function versions(name, {list}) {
  const all = list.versions;
  if (!all.length) return [el('h1', {}, 'Versions'), empty('There is no version yet.')];
  const shown = [...all].reverse();
  const oldest = shown[shown.length - 1].version;
  return [el('h1', {}, 'Versions'), wideCard(`Versions ${oldest} to ${shown[0].version}`,
    table('Versions, the newest first',
      [['Version', true], ['From', true], ['Because', false], ['Strategy', false], ['Closed', false], ['Model', true], ['Marks', false]],
      shown.map(version => [link(name, 'versions/' + version.version, String(version.version)),
        version.baseVersion < 0 ? '–' : version.baseVersion, REASONS[version.reason] || version.reason, version.strategy,
        moment(version.closedAtMs), bytes(version.modelBytes), version.marks.join(', ') || '–'])),
    oldest > 0 && all.length >= 100 ? el('p', {}, link(name, `versions?before=${oldest}`, 'Older versions')) : null)];
}

const facts = pairs => el('dl', {}, pairs.map(([term, value]) => [el('dt', {}, term), el('dd', {}, value)]));

export function version(name, {version: one}) {
  const round = one.round;
  const evaluation = round.evaluation;
  return [
    el('h1', {}, `Version ${one.version}`),
    el('div', {class: 'cards'},
      card('Where it comes from', facts([['because', REASONS[one.reason] || one.reason],
        ['from version', one.baseVersion < 0 ? 'none' : link(name, 'versions/' + one.baseVersion, String(one.baseVersion))],
        ['strategy', one.strategy], ['closed', moment(one.closedAtMs)],
        ['parameters', count(one.parameters)], ['size', bytes(one.modelBytes)], ['layout', one.layoutFingerprint],
        ['marks', one.marks.join(', ') || 'none'], ['note', round.note || 'none']])),
      card('Its round', round.isWithheld
        ? hint('Too few clients took part: their figures are withheld.')
        : facts([['updates', count(round.updates)], ['clients', count(round.clients)], ['examples', count(round.examples)],
          ['length of the step (L2)', figure(round.stepL2Norm)],
          ['staleness', Object.entries(round.staleness).map(([age, updates]) => `${updates} × ${age}`).join(', ') || 'none'],
          ['took', duration(round.closedAtMs - round.openedAtMs)], ['extended', `${round.extensions} times`],
          ...Object.entries(round.metrics).map(([metric, value]) => ['training ' + metric, figure(value)])])),
      card('Evaluation by clients', evaluation
        ? facts([['clients', count(evaluation.reports)], ['examples', count(evaluation.examples)],
          ...Object.entries(evaluation.metrics).map(([metric, spread]) =>
            [metric, `${figure(spread.mean)} ± ${figure(spread.standardDeviation)}`])])
        : hint('No evaluation that enough clients stand behind.')),
      card('Go back to it', hint('This console changes nothing. An operator types:'),
        el('code', {class: 'command', tabindex: 0},
          `tributary model rollback --federation ${name} --to ${one.version}`)),
      wideCard('Settings', one.settingsChanges && one.settingsChanges.length
        ? [hint('Changed with this version:'), table('Changed settings', [['Setting', false], ['Before', false], ['After', false]],
          one.settingsChanges.map(change => [change.path, change.before, change.after]))] : null,
      one.settings
        ? table('Settings in force', [['Setting', false], ['Value', false]], Object.entries(one.settings))
        : hint('The version carries no settings: those hold with which the aggregator was started.'))),
  ];
}

export function clients(name, {federation, series}) {
  const rounds = series.points.filter(point => point.collectingMs !== null);
  const told = rounds.filter(point => !point.isWithheld);
  return [el('h1', {}, 'Clients'),
    el('div', {class: 'said'}, el('p', {}, 'Numbers only. No pseudonym is shown, and the figures of fewer than ' +
      `${federation.smallestGroup} clients are withheld.`)),
    told.length
      ? el('div', {class: 'cards'}, card('Clients by version',
        bars('Clients by version', ['clients'], told.map(point => [point.version, [point.clients]]), count)),
      card('Sent by clients, in MiB', bars('Bytes of updates by version, in MiB', ['updates'],
        told.map(point => [point.version, [point.updateBytes / 2 ** 20]]), value => bytes(Math.round(value * 2 ** 20)))))
      : empty(rounds.length ? 'Every round so far had too few clients to be told.' : 'No round has closed yet.'),
    told.length && told.length < rounds.length
      ? hint(`${rounds.length - told.length} of ${rounds.length} rounds shown here had too few clients and are left out.`) : null];
}

export function rejections(name, {rejections: all}) {
  if (!all.total) return [el('h1', {}, 'Rejections'), empty('No update was refused.')];
  return [el('h1', {}, 'Rejections'), el('div', {class: 'cards'},
    wideCard(`${count(all.total)} updates refused, by reason`,
      table('Refused updates by reason',
        [['Reason', false], ['Updates', true], ['Newest', false], ['Means', false], ['What to do', false]],
        all.byReason.map(one => [el('code', {}, one.reason), count(one.count), moment(one.lastAtMs), one.meaning, one.operator]))),
    wideCard('The newest', hint('Where each stood in the log, for who may read it there. Whose it was is not shown.'),
      table('Newest refused updates',
        [['When', false], ['Reason', false], ['Detail', false], ['Base', true], ['Partition', true], ['Offset', true]],
        all.newest.map(one => [moment(one.atMs), el('code', {}, one.reason), one.detail,
          one.baseVersion < 0 ? '–' : count(one.baseVersion), one.partition, count(one.offset)]))))];
}

export function privacy(name, {privacy: said}) {
  return [el('h1', {}, 'Privacy'), wideCard('What holds, and what does not',
    said.isKnown ? hint('By the settings of the newest version.')
      : hint('The log carries no settings that this release can read yet: what they promise cannot be told.'),
    el('ul', {class: 'statements'}, said.statements.map(one => el('li', {},
      el('b', {class: one.holds ? 'good' : 'bad'}, one.holds ? '✓ holds' : '✕ does not'), el('span', {}, one.text)))))];
}
