// Masks one document again and again, from text to text, and says what one time costs the processor.
// Usage: node measure.mjs FILE POLICY            what it makes of the document
//        node measure.mjs FILE POLICY SECONDS    {"ns": median of one time, "rounds"}
import { readFileSync } from 'node:fs';
import fastRedact from 'fast-redact';

// The policies of Comparing/SamePolicy.cs.
const of = (members) => members.map((path) => `entry[*].resource.${path}`);
const policies = {
  replace: { paths: of(['name', 'identifier', 'telecom', 'birthDate', 'note', 'account.card']), censor: '***' },
  remove: {
    paths: ['entry[*].fullUrl', ...of(['resourceType', 'identifier', 'name', 'telecom', 'birthDate', 'account', 'note'])],
    remove: true,
  },
};
const redact = fastRedact(policies[process.argv[3]]);
const text = readFileSync(process.argv[2], 'utf8');
const pass = () => redact(JSON.parse(text));

if (process.argv[4] === undefined) {
  process.stdout.write(pass());
} else {
  // The first half warms up; batches long enough that the clock of it does not matter.
  const nanoseconds = Number(process.argv[4]) * 1e9;
  const begun = process.hrtime.bigint();
  const elapsed = () => Number(process.hrtime.bigint() - begun);
  let batch = 1;
  let length = 0;
  const seen = [];
  while (elapsed() < nanoseconds) {
    const from = process.cpuUsage();
    for (let i = 0; i < batch; i++) length += pass().length;
    const { user, system } = process.cpuUsage(from);
    const one = (user + system) * 1000;
    if (elapsed() > nanoseconds / 2) seen.push(one / batch);
    if (one < 20e6) batch *= 2;
  }
  seen.sort((a, b) => a - b);
  process.stdout.write(JSON.stringify({ ns: seen[seen.length >> 1], rounds: seen.length, length }) + '\n');
}
