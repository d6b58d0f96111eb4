// What a mirror serves, by node alone: the head with the cosignatures of witnesses, each line checked and its twin refused.
// Usage: node served.mjs URL LOG-VKEY WITNESS-VKEY...; URL is the year of one log. Ends with "N passed, N failed".
import { checkServed } from './lib/cosignatures.mjs';
import { attempt, finish } from './lib/report.mjs';

const [url, log, ...witnesses] = process.argv.slice(2);
if (!url || !log) {
  console.error('usage: node served.mjs URL LOG-VKEY WITNESS-VKEY...');
  process.exit(2);
}

for (const file of ['checkpoint', 'cosigs/checkpoint']) {
  const answer = await fetch(url + file);
  attempt(`${file} is plain text and not kept by caches`, () => answer.status === 200
    && answer.headers.get('content-type') === 'text/plain; charset=utf-8' && answer.headers.get('cache-control') === 'no-store');
  checkServed(file, await answer.text(), log, witnesses);
}
finish();
