// What ships as an example and as golden bytes, against the schemas that ship (JSON Schema 2020-12), by ajv. Each
// schema has twins broken by hand, and each of them must be refused.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { list, readJson, walk } from './folder.mjs';
import { attempt, fail, refuse } from './report.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const GOLDEN = join(ROOT, 'docs/formats/golden');

const COSIGNERS = {
  w: { Url: 'https://witness.example/', Vkey: 'one.example/gateway+11d23867+BEtSlAPDJQ8a1T7Osk3ZNKVWdwmW4dl3mCDUm3qonuyA' },
};

export function checkConfiguration() {
  const settings = JSON.parse(withoutComments(readFileSync(join(ROOT, 'config/gateway.json'), 'utf8')));
  const witnessed = structuredClone(settings);
  witnessed.Ledger.Witnesses = { Quorum: 1, WithoutQuorum: 'stop', StopAfter: '01:00:00', Members: COSIGNERS };
  check('gateway', [['config/gateway.json', settings], ['config/gateway.json with witnesses', witnessed]], settings, [
    ['a misspelt key', (json) => { json.Reading.MaxBodyByte = 1; }],
    ['a section nobody knows', (json) => { json.Kestrel = {}; }],
    ['a host name to listen on', (json) => { json.Listeners.north.Address = 'localhost:8443'; }],
    ['a door without a certificate', (json) => { delete json.Listeners.south.Certificate; }],
    ['a kind that nothing serves', (json) => { json.Listeners.audit.Kind = 'ghost'; }],
    ['a reader without a limit', (json) => { json.Audit.BurstPerReader = 0; }],
    ['one trust list', (json) => { delete json.Trust.Lists.HK; }],
    ['a body limit over 16 MiB', (json) => { json.Reading.MaxBodyBytes = 16777217; }],
    ['an origin with a space', (json) => { json.Ledger.Origin = 'gateway gz'; }],
    ['witnesses, and nothing said of their absence', (json) => { json.Ledger.Witnesses = { Quorum: 1, Members: COSIGNERS }; }],
    ['a witness in clear text', (json) => {
      json.Ledger.Witnesses = { Quorum: 1, WithoutQuorum: 'stop', Members: { w: { ...COSIGNERS.w, Url: 'http://witness.example' } } };
    }],
  ]);

  for (const form of ['witness', 'mirror']) {
    const reader = JSON.parse(withoutComments(readFileSync(join(ROOT, `config/${form}.json`), 'utf8')));
    check(form, [[`config/${form}.json`, reader]], reader, [
      ['a misspelt key', (json) => { json.Logz = json.Logs; }],
      ['no directory', (json) => { delete json.Directory; }],
      ['a host name to listen on', (json) => { json.Listen.Address = 'localhost:7380'; }],
      ['a certificate without those who may connect', (json) => { json.Listen.Certificate = 'a.crt'; }],
      ['a vkey without its key', (json) => { json.Logs[0].Vkey = 'gateway.gz.example/2026'; }],
    ]);
  }

  const keys = readJson(join(GOLDEN, 'keys.json'));
  check('keys', [['golden/keys.json', keys]], keys, [
    ['a use nobody knows', (json) => { json.keys[0].use = 'sign'; }],
    ['the secret itself', (json) => { json.keys[0].key = 'c2VjcmV0'; }],
    ['no file', (json) => { delete json.keys[0].file; }],
    ['one custodian', (json) => { json.custodians.pop(); }],
    ['a third custodian', (json) => { json.custodians.push(json.custodians[0]); }],
    ['a custodian without a certificate', (json) => { delete json.custodians[0].certificate; }],
  ]);

  const policy = join(ROOT, 'config/policy');
  const bundle = walk(policy).filter((path) => /\.ya?ml$/.test(path))
    .map((path) => [`config/policy/${path}`, parse(readFileSync(join(policy, path), 'utf8'))]);
  check('bundle', bundle, Object.assign({}, ...bundle.map(([, json]) => json)), [
    ['a misspelt key', (json) => { json.routes[0].upstreams = json.routes[0].upstream; }],
    ['an action nobody knows', (json) => { json.categories[0].fields[0].do = 'hide'; }],
    ['a grade nobody knows', (json) => { json.categories[0].grade = 'secret'; }],
    ['a mechanism nobody knows', (json) => { json.instruments[0].mechanism = 'TRUST-ME'; }],
    ['a case without an input', (json) => { delete json.categories[0].cases[0].input; }],
    ['a case that tells two ends', (json) => { Object.assign(json.categories[0].cases[0], { expect: 'a', refused: 'b' }); }],
  ]);
  checkDocuments(policy, bundle.flatMap(([, json]) => json.categories ?? []).flatMap((category) => category.cases ?? []));

  const statement = readJson(join(GOLDEN, 'statement.json'));
  check('statement', [['golden/statement.json', statement]], statement, [
    ['no instrument', (json) => { delete json.instrument; }],
    ['a digest that is none', (json) => { json.content.sha256 = 'abc'; }],
  ]);

  const endorsement = readJson(join(GOLDEN, 'endorsement.json'));
  check('endorsement', [['golden/endorsement.json', endorsement]], endorsement, [
    ['no exporters', (json) => { delete json.for; }],
    ['another algorithm', (json) => { json.alg = 'rsa'; }],
  ]);

  const entries = readFileSync(join(GOLDEN, 'entry.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  check('entry', entries.map((entry, at) => [`golden/entry.jsonl:${at + 1} (${entry.kind})`, entry]), entries[0], [
    ['no salt', (json) => { delete json.salt; }],
    ['a kind nobody knows', (json) => { json.kind = 'gossip'; }],
  ]);

  const events = readFileSync(join(GOLDEN, 'tap.jsonl'), 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const call = events.find((event) => event.class_uid === 6003);
  check('ocsf-event', events.map((event, at) => [`golden/tap.jsonl:${at + 1} (${event.activity_name})`, event]), call, [
    ['a name of our own outside unmapped', (json) => { json.leafHash = json.unmapped.leafHash; }],
    ['no required actor', (json) => { delete json.actor; }],
    ['a type that is not of its class', (json) => { json.type_uid = 600203; }],
    ['a class that its attributes are not of', (json) => { json.class_uid = 6002; }],
    ['a leaf hash that is none', (json) => { json.unmapped.leafHash = 'abc'; }],
    ['what is withheld, and said all the same', (json) => { json.unmapped.withheld = true; }],
  ]);

  const logs = readJson(join(GOLDEN, 'logs.json'));
  check('logs', [['golden/logs.json', logs]], logs, [
    ['no logs', (json) => { json.logs = []; }],
    ['a key that is none', (json) => { json.logs[0].shards[0].vkey = 'key'; }],
  ]);

  const folder = join(ROOT, 'tests/vectors/trust-list');
  const lists = list(folder).filter((item) => item.name.endsWith('.json'))
    .map((item) => [basename(item.name), readJson(join(folder, item.name))]);
  check('trust-list', lists, lists[0][1], [
    ['no sequence', (json) => { delete json.sequence; }],
    ['a use nobody knows', (json) => { json.entries[0].use = 'anything'; }],
  ]);
}

// What is no YAML belongs to a case, and is JSON where its name says so; what a case names is there.
function checkDocuments(policy, cases) {
  const there = walk(policy).filter((path) => !/\.ya?ml$/.test(path) && path !== 'bundle.p7s').sort();
  const named = [...new Set(cases.flatMap(({ input, expect }) => [input, expect]))].filter(Boolean).sort();
  attempt(`config/policy: ${there.length} documents, each of a case`, () => {
    const odd = [...there.filter((path) => !named.includes(path)), ...named.filter((path) => !there.includes(path))];
    if (odd.length > 0) {
      throw new Error(`not both named and there: ${odd.join(', ')}`);
    }
    return there.length > 0;
  });
  attempt('config/policy: every .json is JSON', () => there.filter((path) => path.endsWith('.json'))
    .every((path) => readJson(join(policy, path)) instanceof Object));
}

// Every document must hold; every twin of the sample, broken in one way, must not.
function check(form, documents, sample, breaks) {
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  const validate = ajv.compile(readJson(join(ROOT, `config/schemas/${form}.schema.json`)));
  if (documents.length === 0) {
    fail(`${form}.schema.json`, 'nothing to check');
  }
  const holds = (json) => {
    if (!validate(json)) {
      throw new Error(ajv.errorsText(validate.errors));
    }
    return true;
  };
  documents.forEach(([name, document]) => attempt(`${name}: against ${form}.schema.json`, () => holds(document)));
  breaks.forEach(([what, spoil]) => {
    const twin = structuredClone(sample);
    spoil(twin);
    refuse(`${form}.schema.json: ${what}`, () => holds(twin));
  });
}

/** JSON with its comments blanked, so that lines and columns stay; a "//" inside a text is text. */
function withoutComments(text) {
  return text.replace(/"(?:\\.|[^"\\])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (match) => (match.startsWith('"') ? match : match.replace(/[^\n]/g, ' ')));
}
