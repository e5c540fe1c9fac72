'use strict';
const run = JSON.parse(byId('data').textContent);
const END = run.end;
const KINDS = run.kinds;
const SIGNS = {
  FAULT: 'M-5-5L5 5M5-5L-5 5', HEAL: 'M-5 0L-1.5 4L5-4', ACTION: 'M-5-4L4 0L-5 4Z', EVENT: 'M0-4L4 0L0 4L-4 0Z',
  VIOLATION: 'M0-7L2-2L7-2L3 1.5L4.5 6.5L0 3.5L-4.5 6.5L-3 1.5L-7-2L-2-2Z'};
const WORDS = {FAULT: 'fault', HEAL: 'healed', ACTION: 'action', EVENT: 'event', VIOLATION: 'violation'};
const ROW = 20;
const lanes = run.lanes.map(lane => ({who: run.words[lane[0]], aspect: run.words[lane[1]], spans: lane[2]}));
const marks = run.marks.map(mark =>
  ({at: mark[0], kind: KINDS[mark[1]], who: run.words[mark[2]], what: run.words[mark[3]], more: mark[4]}));
const steps = run.steps.map(step =>
  ({at: step[0], kind: KINDS[step[1]], who: run.words[step[2]], what: run.words[step[3]]}));
const view = {from: 0, to: END, cursor: END, step: steps.length - 1, chosen: -1, query: '', hits: [], hit: -1,
  measure: 0, still: lanes.length <= 40};
let chart = null;

// What the axis and the plot have in common.
function labelWidth() { return byId('time').clientWidth < 600 ? 104 : 230; }
function narrow() { return labelWidth() < 150; }
function plotWidth() { return Math.max(60, byId('time').clientWidth - labelWidth() - 8); }
function xOf(ns) { return labelWidth() + (ns - view.from) / (view.to - view.from) * plotWidth(); }
function timeAt(x) {
  const share = Math.min(1, Math.max(0, (x - labelWidth()) / plotWidth()));
  return view.from + share * (view.to - view.from);
}
function mostTicks() { return Math.max(2, Math.floor(plotWidth() / 82)); }

function look(from, to) {
  const least = Math.min(END, 50);
  const span = Math.min(END, Math.max(least, to - from));
  view.from = Math.max(0, Math.min(END - span, from));
  view.to = view.from + span;
  draw();
}

function zoom(factor, around) {
  const at = around === undefined ? Math.min(view.to, Math.max(view.from, view.cursor)) : around;
  look(at - (at - view.from) * factor, at + (view.to - at) * factor);
}

// --- state at a moment ---

function spanAt(lane, ns) {
  let low = 0;
  let high = lane.spans.length - 1;
  while (low < high) {
    const middle = low + high >> 1;
    if (lane.spans[middle][0] > ns) high = middle; else low = middle + 1;
  }
  return low;
}

function shownLanes() { return lanes.filter(lane => view.still || lane.spans.length > 1); }

// --- drawing ---

function clip(text, width) {
  const most = Math.floor(width / 6.1);
  return text.length <= most ? text : most < 3 ? '' : text.slice(0, most - 1) + '…';
}

function named(lane, first, y) {
  const width = labelWidth();
  const parts = [];
  if (narrow()) {
    if (first) parts.push(make('text', {class: 'who', x: 0, y: y - 3}, clip(lane.who, width + plotWidth())));
    parts.push(make('text', {class: 'aspect', x: 4, y: y + 14}, clip(lane.aspect, width - 8)));
  } else {
    const who = first ? clip(lane.who, width * .6) : '';
    parts.push(make('text', {class: 'who', x: 0, y: y + 14}, who));
    parts.push(make('text', {class: 'aspect', x: width - 8, y: y + 14, 'text-anchor': 'end'},
      clip(lane.aspect, width - 14 - who.length * 7.6)));
  }
  parts.push(make('title', {}, lane.who + ', ' + lane.aspect));
  return make('g', {}, ...parts);
}

function drawLanes() {
  const svg = byId('lanes');
  const shown = shownLanes();
  const tops = [];
  let height = 0;
  shown.forEach((lane, row) => {
    // Where names do not fit beside what they name, they stand above it.
    if (narrow() && (row === 0 || shown[row - 1].who !== lane.who)) height += ROW - 4;
    tops.push(height);
    height += ROW;
  });
  height += 4;
  svg.setAttribute('height', height);
  const parts = [];
  const labels = [];
  for (const tick of ticks(view.from, view.to, mostTicks()).at) {
    parts.push(make('line', {class: 'tick', x1: xOf(tick), x2: xOf(tick), y1: 0, y2: height}));
  }
  let last = '';
  shown.forEach((lane, row) => {
    const y = tops[row];
    if (lane.who !== last && row > 0) {
      const above = narrow() ? y - ROW + 4.5 : y + .5;
      parts.push(make('line', {class: 'row', x1: 0, x2: xOf(view.to), y1: above, y2: above}));
    }
    const group = make('g', {class: 'lane', 'data-lane': lanes.indexOf(lane)});
    group.append(named(lane, lane.who !== last, y));
    last = lane.who;
    drawSpans(group, labels, lane, y);
    parts.push(group);
  });
  for (const mark of marks) {
    if (['FAULT', 'HEAL', 'VIOLATION'].includes(mark.kind) && mark.at >= view.from && mark.at <= view.to) {
      parts.push(make('line', {class: 'guide ' + mark.kind, x1: xOf(mark.at), x2: xOf(mark.at), y1: 0, y2: height}));
    }
  }
  parts.push(...labels, make('line', {class: 'cursor', y1: 0, y2: height}), make('rect', {class: 'select', width: 0, y: 0, height}));
  svg.replaceChildren(...parts);
}

function drawSpans(group, labels, lane, y) {
  let denseFrom = -1;
  let denseTo = 0;
  const flush = () => {
    if (denseFrom >= 0) {
      group.append(make('rect', {class: 'dense', x: denseFrom, y: y + 3, width: Math.max(1, denseTo - denseFrom), height: ROW - 6}));
    }
    denseFrom = -1;
  };
  for (let i = spanAt(lane, view.from); i < lane.spans.length; i++) {
    const from = i ? lane.spans[i - 1][0] : 0;
    const [to, value, tone, changes] = lane.spans[i];
    if (from > view.to) break;
    const x1 = xOf(Math.max(from, view.from));
    const x2 = xOf(Math.min(to, view.to));
    if (x2 - x1 < 1.5 && lane.spans.length > 1) {
      if (denseFrom >= 0 && x1 - denseTo > 1) flush();
      if (denseFrom < 0) denseFrom = x1;
      denseTo = x2;
      continue;
    }
    flush();
    const kind = changes > 1 ? 'dense' : run.tones[tone];
    group.append(make('rect', {class: 'span ' + kind, x: x1, y: y + 2, width: Math.max(1, x2 - x1 - .7), height: ROW - 4, rx: 2},
      make('title', {}, lane.who + ', ' + lane.aspect + ': ' + run.words[value] + ', ' + moment(from) + ' to ' + moment(to))));
    const text = clip(run.words[value], x2 - x1 - 6);
    if (text) labels.push(make('text', {class: run.tones[tone], x: x1 + 4, y: y + 14, 'pointer-events': 'none'}, text));
  }
  flush();
}

const MARK_ROWS = {VIOLATION: 28, FAULT: 28, HEAL: 28, ACTION: 44, EVENT: 58};

function drawMarks() {
  const svg = byId('marks');
  svg.setAttribute('height', 70);
  const parts = [];
  const list = ticks(view.from, view.to, mostTicks());
  const {base, labels} = tickLabels(list);
  list.at.forEach((tick, i) => {
    const x = xOf(tick);
    const anchor = x > xOf(view.to) - 25 ? 'end' : x < labelWidth() + 20 ? 'start' : 'middle';
    parts.push(make('line', {class: 'tick', x1: x, x2: x, y1: 15, y2: 70}),
      make('text', {class: 'tick', x, y: 11, 'text-anchor': anchor}, labels[i]));
  });
  if (base) parts.push(make('text', {class: 'base', x: 0, y: 11}, clip(moment(base), labelWidth() - 12)));
  for (const [kind, text] of [['FAULT', narrow() ? 'faults' : 'faults, heals, violations'], ['ACTION', 'actions'], ['EVENT', 'events']]) {
    parts.push(make('text', {class: 'aspect', x: labelWidth() - 8, y: MARK_ROWS[kind] + 4, 'text-anchor': 'end'}, text));
  }
  marks.forEach((mark, i) => {
    if (mark.at < view.from || mark.at > view.to) return;
    const found = view.query && matches(mark) ? ' found' : '';
    const chosen = i === view.chosen ? ' chosen' : '';
    const line = mark.kind === 'FAULT' || mark.kind === 'HEAL';
    const sign = make('path', {class: 'mark ' + mark.kind + found + chosen, d: SIGNS[mark.kind], 'data-mark': i,
      transform: `translate(${xOf(mark.at)} ${MARK_ROWS[mark.kind]})`},
      make('title', {}, moment(mark.at) + ' ' + mark.who + ': ' + mark.what));
    if (line) {
      sign.setAttribute('fill', 'none');
      sign.classList.add('stroked');
    }
    parts.push(sign);
  });
  parts.push(make('line', {class: 'cursor', y1: 15, y2: 70}));
  svg.replaceChildren(...parts);
}

function drawCursor() {
  const inside = view.cursor >= view.from && view.cursor <= view.to;
  document.querySelectorAll('.cursor').forEach(line => {
    line.setAttribute('visibility', inside ? 'visible' : 'hidden');
    line.setAttribute('x1', xOf(view.cursor));
    line.setAttribute('x2', xOf(view.cursor));
  });
  byId('now').textContent = moment(view.cursor);
  if (chart) chart.setCursor({left: inside ? chart.valToPos(view.cursor, 'x') : -10, top: -10}, false);
}

function draw() {
  drawMarks();
  drawLanes();
  if (chart) chart.setScale('x', {min: view.from, max: view.to});
  drawCursor();
}

// --- the plot ---

const DARK = matchMedia('(prefers-color-scheme: dark)');
const COLOURS_ON_DARK = ['#56b4e9', '#ff8c4a', '#2fcfa0', '#e6a5cb', '#f0c04a', '#a8d8ff', '#d5c75a', '#b0b0b0'];
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8a7a14', '#7f7f7f'];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5], [14, 4], [3, 6], [1, 2]];

// People count bytes in powers of two.
const BINARY = Array.from({length: 60}, (_, i) => 2 ** i);

function drawPlot() {
  if (chart) chart.destroy();
  chart = null;
  const measure = run.measures[view.measure];
  if (!measure || !run.x.length) return;
  const chosen = run.series.filter(series => series[0] === view.measure);
  const show = value => value == null ? '' : measure[1] === 'B' ? bytes(value) : trimmed(value, 2) + ' ' + measure[1];
  // Energy flows, bytes come at once.
  const paths = measure[1] === 'B' ? uPlot.paths.stepped({align: 1}) : uPlot.paths.linear();
  const axis = {stroke: colour('--faint'), grid: {stroke: colour('--grid'), width: 1}, ticks: {stroke: colour('--grid'), width: 1},
    font: '11px system-ui, sans-serif'};
  chart = new uPlot({
    width: byId('time').clientWidth, height: 190, padding: [8, 8, 0, 0],
    scales: {x: {time: false, range: () => [view.from, view.to]}, y: {range: (u, low, high) => [0, high > 0 ? high * 1.08 : 1]}},
    cursor: {drag: {x: true, y: false, setScale: false}, points: {size: 6}},
    series: [{label: 'time', value: (u, value) => value == null ? '' : moment(value)}].concat(chosen.map((series, i) => ({
      label: run.words[series[1]], stroke: (DARK.matches ? COLOURS_ON_DARK : COLOURS)[i % 8], width: 2, dash: DASHES[i % 8], paths, points: {show: false},
      value: (u, value) => show(value)}))),
    axes: [
      {...axis, splits: (u, i, from, to) => ticks(from, to, mostTicks()).at,
        values: (u, at) => (at.length > 1 ? tickLabels({step: at[1] - at[0], at}).labels : at.map(moment))
          .map((label, i) => xOf(at[i]) > xOf(view.to) - 25 ? '' : label)},
      {...axis, size: labelWidth(), values: (u, at) => at.map(show), ...(measure[1] === 'B' ? {incrs: BINARY} : {})}],
    hooks: {setSelect: [u => {
      if (u.select.width > 4) look(u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'));
      u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
    }]}
  }, [run.x, ...chosen.map(series => series[2])], byId('plot'));
  chart.over.addEventListener('click', event => choose(chart.posToVal(event.offsetX, 'x')));
  chart.over.addEventListener('dblclick', () => look(0, END));
  chart.over.addEventListener('wheel', wheel, {passive: false});
}

function sampleAt(ns) {
  let low = 0;
  let high = run.x.length;
  while (low < high) {
    const middle = low + high >> 1;
    if (run.x[middle] <= ns) low = middle + 1; else high = middle;
  }
  return low - 1;
}

// --- what was at the cursor ---

function tellState() {
  const rows = [];
  let last = '';
  for (const lane of lanes) {
    if (lane.who !== last) rows.push(make('tr', {}, make('td', {class: 'group', colspan: 2}, lane.who)));
    last = lane.who;
    const [, value, tone] = lane.spans[spanAt(lane, Math.min(view.cursor, END - 1))];
    rows.push(make('tr', {}, make('td', {}, lane.aspect),
      make('td', {class: 'value'}, make('i', {class: run.tones[tone]}), run.words[value])));
  }
  const at = sampleAt(view.cursor);
  run.measures.forEach((measure, m) => {
    rows.push(make('tr', {}, make('td', {class: 'group', colspan: 2}, measure[0])));
    for (const series of run.series.filter(each => each[0] === m)) {
      const value = at < 0 ? null : series[2][at];
      const text = value == null ? '—' : measure[1] === 'B' ? bytes(value) : trimmed(value, 2) + ' ' + measure[1];
      rows.push(make('tr', {}, make('td', {}, run.words[series[1]]), make('td', {class: 'value'}, text)));
    }
  });
  byId('state').replaceChildren(...rows);
}

function tellSteps() {
  const first = Math.max(0, Math.min(view.step - 6, steps.length - 13));
  const items = [];
  for (let i = first; i < Math.min(steps.length, first + 13); i++) {
    const step = steps[i];
    const button = make('button', {'data-step': i}, make('time', {}, moment(step.at)), step.who + ': ' + step.what);
    button.addEventListener('click', () => stepTo(i));
    const here = i === view.step ? 'here ' : '';
    items.push(make('li', {class: here + (view.query && matches(step) ? 'found ' : '') + step.kind,
      ...(here ? {'aria-current': 'step'} : {})}, button));
  }
  byId('steps').replaceChildren(...items);
  byId('which').textContent = steps.length ? `${view.step + 1} of the last ${steps.length}` : '';
}

function say(list) {
  byId('text').replaceChildren(...list.map(each =>
    make('p', {}, make('b', {}, WORDS[each.kind] + ' '), `${each.who}: ${each.what}`
      + (each.more ? ` (and ${each.more} more close behind)` : ''))));
}

function stepBefore(ns) {
  let found = 0;
  steps.forEach((step, i) => { if (step.at <= ns) found = i; });
  return found;
}

function choose(ns) {
  view.cursor = Math.round(ns);
  view.step = stepBefore(view.cursor);
  view.chosen = -1;
  byId('text').replaceChildren();
  redrawAtCursor();
}

function chooseMark(i) {
  const mark = marks[i];
  view.cursor = mark.at;
  view.chosen = i;
  let step = stepBefore(mark.at);
  for (let s = step; s >= 0 && steps[s].at === mark.at; s--) {
    if (steps[s].who === mark.who && steps[s].what === mark.what) step = s;
  }
  view.step = step;
  const near = marks.filter((each, n) => n !== i && Math.abs(xOf(each.at) - xOf(mark.at)) < 3);
  say([mark, ...near.slice(0, 8)]);
  bringIn(mark.at);
  redrawAtCursor();
}

function stepTo(i) {
  if (!steps.length) return;
  view.step = Math.max(0, Math.min(steps.length - 1, i));
  const step = steps[view.step];
  view.cursor = step.at;
  view.chosen = -1;
  say([step]);
  bringIn(step.at);
  redrawAtCursor();
}

function bringIn(ns) {
  if (ns < view.from || ns > view.to) {
    const half = (view.to - view.from) / 2;
    look(ns - half, ns + half);
  }
}

function redrawAtCursor() {
  drawMarks();
  drawCursor();
  tellState();
  tellSteps();
}

// --- search ---

function matches(each) { return (each.who + ' ' + each.what).toLowerCase().includes(view.query); }

function search(query) {
  view.query = query.trim().toLowerCase();
  view.hits = [];
  view.hit = -1;
  if (view.query) {
    marks.forEach((mark, i) => { if (matches(mark)) view.hits.push({at: mark.at, mark: i, step: -1}); });
    const known = new Set(marks.map(mark => mark.at + '\n' + mark.who + '\n' + mark.what));
    steps.forEach((step, i) => {
      if (matches(step) && !known.has(step.at + '\n' + step.who + '\n' + step.what)) view.hits.push({at: step.at, mark: -1, step: i});
    });
    view.hits.sort((a, b) => a.at - b.at);
    goTo(0);
  }
  tellHits();
  redrawAtCursor();
}

function goTo(hit) {
  if (!view.hits.length) return;
  view.hit = (hit + view.hits.length) % view.hits.length;
  const found = view.hits[view.hit];
  if (found.mark >= 0) chooseMark(found.mark); else stepTo(found.step);
  tellHits();
}

function tellHits() {
  byId('found').textContent = !view.query ? '' : view.hits.length ? `${view.hit + 1} of ${view.hits.length}` : 'nothing found';
}

// --- hands ---

function wheel(event) {
  const x = event.clientX - byId('time').getBoundingClientRect().left;
  if (x < labelWidth()) return;
  event.preventDefault();
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    const by = (event.deltaX || event.deltaY) / plotWidth() * (view.to - view.from);
    look(view.from + by, view.to + by);
  } else {
    zoom(Math.exp(Math.max(-100, Math.min(100, event.deltaY)) * .004), timeAt(x));
  }
}

function listenToPointer() {
  const time = byId('time');
  let start = null;
  time.addEventListener('wheel', wheel, {passive: false});
  time.addEventListener('dblclick', () => look(0, END));
  time.addEventListener('pointerdown', event => {
    const x = event.clientX - time.getBoundingClientRect().left;
    if (event.button !== 0 || x < labelWidth()) return;
    start = {x, from: view.from, to: view.to, pan: event.shiftKey, moved: false, mark: event.target.closest('[data-mark]')};
    time.setPointerCapture(event.pointerId);
  });
  time.addEventListener('pointermove', event => {
    if (!start) return;
    const x = event.clientX - time.getBoundingClientRect().left;
    start.moved = start.moved || Math.abs(x - start.x) > 4;
    if (start.pan) {
      const by = (start.x - x) / plotWidth() * (start.to - start.from);
      look(start.from + by, start.to + by);
    } else if (start.moved) {
      const select = document.querySelector('#lanes .select');
      select.setAttribute('x', Math.max(labelWidth(), Math.min(x, start.x)));
      select.setAttribute('width', Math.abs(x - start.x));
    }
  });
  time.addEventListener('pointercancel', () => { start = null; });
  time.addEventListener('pointerup', event => {
    if (!start) return;
    const x = event.clientX - time.getBoundingClientRect().left;
    const was = start;
    start = null;
    if (was.moved && !was.pan) {
      look(Math.min(timeAt(was.x), timeAt(x)), Math.max(timeAt(was.x), timeAt(x)));
    } else if (was.mark) {
      chooseMark(Number(was.mark.dataset.mark));
    } else if (!was.moved) {
      choose(timeAt(x));
    }
  });
}

function key(event) {
  if (event.target.matches('input[type=search], input[type=radio]') || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = (view.to - view.from) / 4;
  const shift = event.shiftKey;
  const does = {
    ArrowLeft: () => shift ? look(view.from - by, view.to - by) : stepTo(view.step - 1),
    ArrowRight: () => shift ? look(view.from + by, view.to + by) : stepTo(view.step + 1),
    Home: () => stepTo(0), End: () => stepTo(steps.length - 1),
    '+': () => zoom(.5), '=': () => zoom(.5), '-': () => zoom(2), '0': () => look(0, END), '/': () => byId('search').focus()
  }[event.key];
  if (does) {
    event.preventDefault();
    does();
  }
}

// --- the beginning ---

function tellHead() {
  byId('title').textContent = run.title;
  byId('verdict').textContent = run.passed ? '✓ pass' : '✗ FAIL';
  byId('verdict').classList.add(run.passed ? 'pass' : 'fail');
  const facts = [['scenario', run.scenario], ['seed', run.seed], ['build', run.build], ['trace', run.hash],
    ['virtual time', moment(END)], ['events', run.events.toLocaleString('en')]];
  byId('facts').append(...facts.map(([name, value]) => make('span', {}, name + ' ', make('b', {}, value))));
  byId('command').textContent = run.command;
  byId('violations').append(...run.violations.map(each => make('p', {class: 'violation'},
    make('b', {}, each.number ? `invariant ${each.number} (${each.name})` : each.name), ` at ${moment(each.at)}: ${each.text}`)));
}

function legend() {
  const tones = {OWNER: 'owner, gate open', GOOD: 'as it should be', BUSY: 'on its way; many changes', WARN: 'limited',
    BAD: 'broken', OFF: 'off'};
  byId('legend').append(...Object.entries(tones).map(([tone, text]) => make('span', {}, make('i', {class: tone}), text)),
    ...KINDS.map(kind => make('span', {}, make('svg', {viewBox: '-8 -8 16 16'},
      make('path', {class: 'mark ' + kind + (kind === 'FAULT' || kind === 'HEAL' ? ' stroked' : ''), d: SIGNS[kind]})), WORDS[kind])));
  const tone = document.querySelectorAll('#legend i');
  tone.forEach(each => each.setAttribute('aria-hidden', 'true'));
}

function measures() {
  run.measures.forEach((measure, i) => {
    if (!run.series.some(series => series[0] === i)) return;
    const radio = make('input', {type: 'radio', name: 'measure', value: i});
    radio.checked = i === view.measure;
    radio.addEventListener('change', () => { view.measure = i; drawPlot(); });
    byId('measures').append(make('label', {}, radio, ' ' + measure[0]));
  });
}

tellHead();
legend();
measures();
byId('still').checked = view.still;
byId('still').addEventListener('change', event => { view.still = event.target.checked; draw(); });
byId('search').addEventListener('input', event => search(event.target.value));
byId('search').addEventListener('keydown', event => {
  if (event.key === 'Enter') goTo(view.hit + (event.shiftKey ? -1 : 1));
  if (event.key === 'Escape') { event.target.value = ''; search(''); }
});
byId('next').addEventListener('click', () => goTo(view.hit + 1));
byId('previous').addEventListener('click', () => goTo(view.hit - 1));
byId('in').addEventListener('click', () => zoom(.5));
byId('out').addEventListener('click', () => zoom(2));
byId('all').addEventListener('click', () => look(0, END));
byId('end').addEventListener('click', () => stepTo(steps.length - 1));
byId('back').addEventListener('click', () => stepTo(view.step - 1));
byId('forth').addEventListener('click', () => stepTo(view.step + 1));
listenToPointer();
document.addEventListener('keydown', key);
let width = 0;
new ResizeObserver(() => {
  if (byId('time').clientWidth !== width) {
    width = byId('time').clientWidth;
    drawPlot();
    draw();
  }
}).observe(byId('time'));
DARK.addEventListener('change', drawPlot);
width = byId('time').clientWidth;
stepTo(steps.length - 1);
drawPlot();
draw();
