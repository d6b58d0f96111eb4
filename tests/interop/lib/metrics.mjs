// The page that /metrics showed at the end of the demo, read by parse-prometheus-text-format, and the rules of the
// format that a parser does not ask for: cumulative buckets, a count that is the last of them, no series twice.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import parse from 'parse-prometheus-text-format';
import { attempt, pair } from './report.mjs';

export function checkMetrics(demo) {
  const page = readFileSync(join(demo, 'metrics.txt'), 'utf8');
  pair('metrics parse', (text) => parse(text).length > 20, page, page.replace('route="', 'route='));
  pair('metrics are told with help and a known type', everyFamilyIsTyped, page, page.replace(/# TYPE gateway_ready gauge\n/, ''));
  pair('histograms are cumulative', everyHistogramAddsUp, page, page.replace(/(le="\+Inf"}) \d+/, '$1 0'));
  pair('no series stands twice', noSeriesTwice, page, page + 'gateway_up 1\n');
  pair('every value is a number', everyValueIsANumber, page, page.replace('gateway_up 1', 'gateway_up yes'));
  attempt('metrics tell of all ten rooms', () => metric(page, 'gateway_room_seconds').length === 10);
  attempt('metrics tell what crossed and what was refused', () => {
    const decisions = new Set(metric(page, 'gateway_transfers_total').map((series) => series.labels.decision));
    return decisions.has('crossed') && decisions.has('refused');
  });
  pair('metrics say that the gateway is up and ready', isReady, page, page.replace('gateway_ready{reason=""} 1', 'gateway_ready{reason="ledger"} 0'));
}

const metric = (page, name) => parse(page).find((family) => family.name === name)?.metrics ?? [];

function everyFamilyIsTyped(page) {
  return parse(page).every((family) => family.help && ['COUNTER', 'GAUGE', 'HISTOGRAM'].includes(family.type));
}

function everyHistogramAddsUp(page) {
  const histograms = parse(page).filter((family) => family.type === 'HISTOGRAM');
  return histograms.length >= 3 && histograms.every((family) => family.metrics.every((series) => {
    const counts = Object.entries(series.buckets)
      .sort(([a], [b]) => bound(a) - bound(b))
      .map(([, count]) => Number(count));
    const rises = counts.every((count, at) => at === 0 || count >= counts[at - 1]);
    return rises && counts.at(-1) === Number(series.count) && '+Inf' in series.buckets && Number(series.sum) >= 0;
  }));
}

const bound = (text) => (text === '+Inf' ? Infinity : Number(text));

function noSeriesTwice(page) {
  const names = page.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));
  return new Set(names).size === names.length;
}

function everyValueIsANumber(page) {
  return page.split('\n').filter((line) => line && !line.startsWith('#'))
    .every((line) => !Number.isNaN(Number(line.slice(line.lastIndexOf(' ') + 1))));
}

function isReady(page) {
  return metric(page, 'gateway_up')[0]?.value === '1' && metric(page, 'gateway_ready')[0]?.value === '1';
}
