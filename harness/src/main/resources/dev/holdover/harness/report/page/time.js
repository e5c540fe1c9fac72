'use strict';
// Times are nanoseconds of virtual time.
const UNITS = [['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9], ['min', 60e9], ['h', 3600e9]];
// Steps between ticks that people count in.
const STEPS = (() => {
  const steps = [];
  for (let power = 1; power < 1e10; power *= 10) steps.push(power, 2 * power, 5 * power);
  return steps.filter(step => step <= 10e9).concat([15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600,
    43200, 86400, 172800, 432000, 864000].map(seconds => seconds * 1e9));
})();

function stepFor(range, most) {
  return STEPS.find(step => range / step <= most) || range;
}

function ticks(from, to, most) {
  const step = stepFor(to - from, most);
  const at = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to && at.length < 100; tick += step) at.push(tick);
  return {step, at};
}

function unitOf(ns) {
  let found = UNITS[0];
  for (const unit of UNITS) if (ns >= unit[1]) found = unit;
  return found;
}

function trimmed(number, digits) {
  const text = number.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Labels of ticks in one unit; far from zero they are counted from `base`, which is then not zero. */
function tickLabels(list) {
  const {step, at} = list;
  if (!at.length) return {base: 0, labels: []};
  let base = 0;
  let unit = unitOf(at[at.length - 1]);
  if (at[at.length - 1] / step > 20000) {
    base = at[0];
    unit = unitOf(Math.max(step, at[at.length - 1] - base));
  }
  const digits = Math.max(0, Math.ceil(Math.log10(unit[1] / step) - 1e-9));
  const labels = at.map(tick => (base ? '+' : '') + trimmed((tick - base) / unit[1], Math.min(6, digits)) + ' ' + unit[0]);
  return {base, labels};
}

/** A moment in full. */
function moment(ns) {
  if (ns < 1e9) return trimmed(ns / 1e6, 6) + ' ms';
  if (ns < 60e9) return trimmed(ns / 1e9, 9) + ' s';
  const hours = Math.floor(ns / 3600e9);
  const minutes = Math.floor(ns % 3600e9 / 60e9);
  const seconds = trimmed(ns % 60e9 / 1e9, 6);
  return (hours ? hours + ' h ' : '') + minutes + ' min ' + seconds + ' s';
}

function bytes(value) {
  if (value < 1024) return trimmed(value, 0) + ' B';
  if (value < 1048576) return trimmed(value / 1024, 1) + ' KiB';
  if (value < 1073741824) return trimmed(value / 1048576, 2) + ' MiB';
  return trimmed(value / 1073741824, 2) + ' GiB';
}

/** An element; text only ever becomes text. */
function make(name, attributes, ...children) {
  const svg = ['svg', 'g', 'rect', 'line', 'text', 'path', 'title', 'clipPath'].includes(name);
  const element = svg ? document.createElementNS('http://www.w3.org/2000/svg', name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.map(child => child instanceof Node ? child : document.createTextNode(String(child))));
  return element;
}

function byId(id) { return document.getElementById(id); }

function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
