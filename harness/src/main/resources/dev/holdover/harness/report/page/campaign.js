'use strict';
const campaign = JSON.parse(byId('data').textContent);
const whole = number => Math.round(number).toLocaleString('en');

function table(heads, rows) {
  const head = make('tr', {}, ...heads.map(each => make('th', each.number ? {class: 'number'} : {}, each.text)));
  const body = rows.map(row => make('tr', {}, ...row.map((cell, i) => make('td', heads[i].number ? {class: 'number'} : {}, cell))));
  return make('div', {class: 'wide'}, make('table', {}, make('thead', {}, head), make('tbody', {}, ...body)));
}

const words = text => ({text});
const numbers = text => ({text, number: true});

/** A link to a file beside this page; anything else stays text. */
function link(file, text) {
  if (/^[a-z][a-z0-9+.-]*:|^\/|\\/i.test(file)) return document.createTextNode(file);
  return make('a', {href: file.split('/').map(encodeURIComponent).join('/')}, text);
}

function tellHead() {
  const passed = campaign.failed === 0;
  byId('title').textContent = campaign.title;
  byId('verdict').textContent = passed ? '✓ pass' : `✗ FAIL: ${whole(campaign.failed)} of ${whole(campaign.passed + campaign.failed)} runs`;
  byId('verdict').classList.add(passed ? 'pass' : 'fail');
  const facts = [['build', campaign.build], ['seeds', campaign.from + ' to ' + campaign.to], ['runs', whole(campaign.passed + campaign.failed)],
    ['passed', whole(campaign.passed)], ['failed', whole(campaign.failed)], ['workers', campaign.workers],
    ['took', trimmed(campaign.seconds, 1) + ' s'], ['seeds/s', trimmed(campaign.seedsPerSecond, 1)], ['events/s', whole(campaign.eventsPerSecond)]];
  byId('facts').append(...facts.map(([name, value]) => make('span', {}, name + ' ', make('b', {}, value))));
  byId('command').textContent = campaign.command;
  const count = campaign.files.length + campaign.moreFiles;
  byId('files').firstElementChild.textContent = count === 1 ? '1 scenario' : count + ' scenarios';
  byId('files').append(make('ul', {}, ...campaign.files.map(file => make('li', {}, file))));
}

function tellFailures() {
  if (!campaign.groups.length) {
    byId('failures').append(make('p', {}, 'None: every invariant held, and all that was expected was seen.'));
  }
  for (const group of campaign.groups) {
    const rows = group.runs.map(run => [run.page ? link(run.page, run.scenario) : run.scenario, run.seed, moment(run.at),
      trimmed(run.found, 1) + ' s', run.steps === undefined ? '—' : run.steps, run.capsule ? link(run.capsule, 'capsule') : '—']);
    byId('failures').append(make('div', {class: 'group'},
      make('p', {}, make('b', {}, group.number ? `invariant ${group.number} (${group.word})` : group.word),
        `, ${group.runs.length + group.more === 1 ? '1 run' : whole(group.runs.length + group.more) + ' runs'}. ${group.text}`),
      table([words('scenario'), numbers('seed'), numbers('broke at'), numbers('found after'), numbers('steps when shrunk'), words('repeat with')], rows),
      group.more ? make('p', {}, `and ${whole(group.more)} more`) : ''));
  }
}

function tellCoverage() {
  const {states, faults, counts} = campaign.coverage;
  if (!states.length || !faults.length) {
    byId('coverage').remove();
    return;
  }
  const shade = count => count === 0 ? 'c0' : count < 10 ? 'c1' : count < 1000 ? 'c2' : 'c3';
  const short = count => count < 10000 ? String(count) : count < 1e6 ? Math.floor(count / 1e3) + 'k' : Math.floor(count / 1e6) + 'M';
  const head = make('tr', {}, make('th', {}), ...faults.map(fault => make('th', {class: 'column', scope: 'col', title: fault}, make('span', {}, fault))));
  const rows = states.map((state, s) => make('tr', {}, make('th', {class: 'row', scope: 'row'}, state),
    ...faults.map((fault, f) => make('td', {class: shade(counts[s][f]), title: `${state}, ${fault}: ${counts[s][f]}`}, short(counts[s][f])))));
  const never = [];
  states.forEach((state, s) => faults.forEach((fault, f) => { if (!counts[s][f]) never.push(`${fault} in ${state}`); }));
  const total = states.length * faults.length;
  byId('coverage').append(
    make('p', {class: 'key'}, `${whole(total - never.length)} of ${whole(total)} reached.`, make('i', {class: 'c0'}), 'never',
      make('i', {class: 'c1'}), 'under 10', make('i', {class: 'c2'}), 'under 1,000', make('i', {class: 'c3'}), 'more'),
    make('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Coverage'}, make('table', {}, make('thead', {}, head), make('tbody', {}, ...rows))));
  if (never.length) {
    byId('coverage').append(make('details', {}, make('summary', {}, `never reached: ${whole(never.length)}`),
      make('p', {class: 'mono'}, never.slice(0, 500).join(', ') + (never.length > 500 ? ', …' : ''))));
  }
}

function tellProbes() {
  if (!campaign.probes.length) {
    byId('probes').remove();
    return;
  }
  byId('probes').append(table([words('what'), numbers('how often')],
    campaign.probes.map(probe => [probe.name, probe.count ? whole(probe.count) : make('span', {class: 'never'}, 'never')])));
}

function tellMutants() {
  if (!campaign.mutants.length) {
    byId('mutants').remove();
    return;
  }
  byId('mutants').append(table([words('bug'), numbers('seeds'), numbers('seconds'), words('caught by')],
    campaign.mutants.map(mutant => [mutant.name, whole(mutant.seeds), trimmed(mutant.seconds, 1),
      mutant.caughtBy === undefined ? make('span', {class: 'never'}, 'survived') : mutant.caughtBy])));
}

let chart = null;

function drawDetection() {
  if (chart) chart.destroy();
  const place = byId('bars');
  const axis = {stroke: colour('--faint'), grid: {stroke: colour('--grid'), width: 1}, ticks: {stroke: colour('--grid'), width: 1},
    font: '11px system-ui, sans-serif'};
  const from = campaign.bars.map((count, i) => i * campaign.barNs);
  const end = campaign.bars.length * campaign.barNs;
  chart = new uPlot({
    width: place.clientWidth, height: 220, padding: [8, 24, 0, 0], legend: {show: false}, cursor: {drag: {x: false, y: false}},
    scales: {x: {time: false, range: [0, end]}, y: {range: (u, low, high) => [0, Math.max(1, high * 1.08)]}},
    series: [{}, {label: 'failures', stroke: colour('--owner'), fill: colour('--owner'), points: {show: false},
      paths: uPlot.paths.bars({align: 1, size: [.9, 100]})}],
    axes: [{...axis, splits: (u, i, a, b) => ticks(a, b, Math.max(2, Math.floor(place.clientWidth / 90))).at,
      values: (u, at) => at.length > 1 ? tickLabels({step: at[1] - at[0], at}).labels : at.map(moment)},
    {...axis, size: 54, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 100000, 1000000]}]
  }, [from, campaign.bars], place);
}

tellHead();
tellFailures();
tellCoverage();
tellProbes();
tellMutants();
if (campaign.bars.length) {
  byId('detection').append(make('p', {class: 'key'}, `${whole(campaign.detections)} detections, median ${moment(campaign.medianNs)}, `
    + `longest ${moment(campaign.longestNs)}, in virtual time`), make('div', {id: 'bars'}));
  drawDetection();
} else {
  byId('detection').remove();
}
let width = document.body.clientWidth;
addEventListener('resize', () => {
  if (document.body.clientWidth !== width && byId('bars')) {
    width = document.body.clientWidth;
    drawDetection();
  }
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { if (byId('bars')) drawDetection(); });
