// The golden page of /metrics, which a test shows to be what the daemon writes, read by parse-prometheus-text-format;
// and the rules of the format that a parser does not ask for: types, cumulative buckets, no series twice, numbers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prometheus from 'parse-prometheus-text-format';
import { attempt, pair } from './report.mjs';

const PAGE = fileURLToPath(new URL('../../../docs/formats/golden/metrics.txt', import.meta.url));
const parse = prometheus.default ?? prometheus;

export function checkMetrics() {
  const page = readFileSync(PAGE, 'utf8');
  pair('metrics are parsed', (text) => parse(text).length > 20, page, page.replace('route="', 'route='));
  pair('metrics have help and a known type', isTyped, page, page.replace('# TYPE gateway_ready gauge\n', ''));
  pair('histograms add up', addsUp, page, page.replace(/(le="\+Inf"}) \d+/, '$1 0'));
  pair('no series stands twice', isUnique, page, `${page}gateway_up 1\n`);
  pair('every value is a number', isNumeric, page, page.replace('\ngateway_up ', '\ngateway_up x'));
  attempt('all ten rooms are timed', () => histograms(page).filter(({ name }) => name === 'gateway_room_seconds').length === 10);
  attempt('what crossed and what was refused is told apart', () => {
    const transfers = parse(page).find(({ name }) => name === 'gateway_transfers_total').metrics;
    return transfers.some(({ labels, value }) => labels.decision === 'refused' && labels.code === 'screen.finding' && value === '1')
      && transfers.some(({ labels }) => labels.decision === 'crossed' && labels.code === '');
  });
}

const samples = (page) => page.split('\n').filter((line) => line && !line.startsWith('#'));

const isTyped = (page) => parse(page).every(({ help, type }) => help && ['COUNTER', 'GAUGE', 'HISTOGRAM'].includes(type));

const isUnique = (page) => new Set(samples(page).map((line) => line.slice(0, line.lastIndexOf(' ')))).size === samples(page).length;

const isNumeric = (page) => samples(page).every((line) => Number.isFinite(Number(line.slice(line.lastIndexOf(' ') + 1))));

// The parser keeps one histogram of a family: it is given each series alone, without the labels it shares.
function histograms(page) {
  const series = new Map();
  for (const line of samples(page)) {
    const [, name, part, labels = '', value] = /^(\w+?)(?:_(bucket|sum|count))?(?:{(.*)})? (\S+)$/.exec(line);
    if (page.includes(`# TYPE ${name} histogram\n`)) {
      const own = labels.replace(/,?le="[^"]*"/, '');
      const bound = /le="[^"]*"/.exec(labels);
      const key = `${name}{${own}}`;
      series.set(key, `${series.get(key) ?? `# TYPE ${name} histogram\n`}${name}_${part}${bound ? `{${bound[0]}}` : ''} ${value}\n`);
    }
  }
  return [...series.values()].flatMap((text) => parse(text));
}

function addsUp(page) {
  const all = histograms(page);
  return all.length > 3 && all.every(({ metrics: [{ buckets, count, sum }] }) => {
    const counts = Object.entries(buckets).sort(([a], [b]) => bound(a) - bound(b)).map(([, value]) => Number(value));
    return counts.every((value, at) => at === 0 || value >= counts[at - 1])
      && '+Inf' in buckets && counts.at(-1) === Number(count) && Number(sum) >= 0;
  });
}

const bound = (text) => (text === '+Inf' ? Infinity : Number(text));
