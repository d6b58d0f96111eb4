// Stamps: two npm libraries by different authors, openssl, and structured-headers. RFC 9421, RFC 9530, RFC 8941.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { component, verifySignature } from 'http-message-sig';
import { httpbis } from 'http-message-signatures';
import * as fields from 'structured-headers';
import { list, readJson, temporary } from './folder.mjs';
import { fail, flip, pair, pairAsync } from './report.mjs';

const TAG = 'cross-border-transfer';
const PARAMETERS = ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'];
const REQUEST = ['@method', '@target-uri', 'content-digest', 'content-type', 'transfer-statement'].map((n) => `"${n}"`);
const RESPONSE = [
  '"@status"', '"content-digest"', '"content-type"', '"transfer-statement"',
  '"@method";req', '"@authority";req', '"@path";req', '"@query";req',
];

export async function checkMessages(demo) {
  const pem = join(demo, 'keys', 'stamp.pub.pem');
  const key = createPublicKey(readFileSync(pem));
  const folders = list(join(demo, 'messages')).filter((item) => item.isDirectory());
  if (folders.length === 0) {
    fail('messages', 'there are none');
  }
  pair('keyid of stamping-key.json is the RFC 7638 thumbprint of stamp.pub.pem',
    (endorsed) => endorsed.keyid === thumbprint(key),
    readJson(join(demo, 'keys', 'stamping-key.json')), { keyid: 'x' });
  const messages = folders.map((item) => load(item.name, join(demo, 'messages', item.name)));
  for (const message of messages) {
    await checkStamp(message, key);
    checkKept(message, key, pem);
    checkFields(message);
  }
  return messages;
}

async function checkStamp(message, key) {
  const { name } = message;
  const other = (digest) => digest.slice(0, -1) + (digest.endsWith('A') ? 'B' : 'A');
  const tampered = retype(message, 'content-digest', (v) => v.replace(/sha-256=:./, other));
  const uncovered = retype(message, 'signature-input', (v) => v.replace(' "content-digest"', ''));
  await pairAsync(`${name}: stamp by http-message-signatures`, (m) => verifyFirst(m, key), message, tampered);
  await pairAsync(`${name}: stamp by http-message-sig`, (m) => verifySecond(m, key), message, tampered);
  await pairAsync(`${name}: required components by http-message-signatures`,
    (m) => verifyFirst(m, key), message, uncovered);
  await pairAsync(`${name}: required components by http-message-sig`,
    (m) => verifySecond(m, key), message, uncovered);
  pair(`${name}: components and parameters are the contract's`, coversAll, message, uncovered);
}

function checkKept(message, key, pem) {
  const { name } = message;
  pair(`${name}: signature-base.txt is what http-message-signatures rebuilds`,
    (m) => rebuild(m) === m.base.toString('latin1'), message, { ...message, base: flip(message.base) });
  pair(`${name}: signature.bin is the signature in the head`,
    (m) => m.signature.equals(Buffer.from(fields.parseDictionary(value(m.fields, 'signature')).get('gateway')[0])),
    message, { ...message, signature: flip(message.signature) });
  pair(`${name}: base by openssl pkeyutl`, (base) => openssl(['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', pem,
    '-in', temporary(base), '-sigfile', temporary(message.signature)]), message.base, flip(message.base));
  pair(`${name}: Content-Digest is that of the body`,
    (body) => hasDigest(message, body), message.body, flip(message.body, 0));
  pair(`${name}: statement names the body`,
    (body) => message.statement.content.bytes === body.length
      && message.statement.content.sha256 === createHash('sha256').update(body).digest('hex'),
    message.body, Buffer.concat([message.body, Buffer.from(' ')]));
}

function checkFields(message) {
  const { name } = message;
  for (const field of ['content-digest', 'signature-input', 'signature']) {
    const raw = value(message.fields, field);
    pair(`${name}: ${field} by structured-headers`,
      (text) => fields.serializeDictionary(fields.parseDictionary(text)) === raw, raw, `${raw},`);
  }
  const raw = value(message.fields, 'transfer-statement');
  pair(`${name}: transfer-statement by structured-headers`,
    (text) => fields.serializeItem(fields.parseItem(text)) === raw, raw, raw.slice(0, -1));
}

// RFC 7638 over the OKP key of RFC 8037.
export function thumbprint(key) {
  const { crv, kty, x } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url');
}

// Stamps are made to be checked within five minutes; here they are checked at their own time.
function verifyFirst(message, key) {
  return httpbis.verifyMessage({
    keyLookup: async ({ keyid, tag, alg }) => (keyid === thumbprint(key) && tag === TAG && alg === 'ed25519'
      ? { id: keyid, algs: ['ed25519'], verify: async (data, signature) => verify(null, data, key, signature) }
      : null),
    all: true,
    notAfter: message.statement.seconds + 60,
    tolerance: 1_000_000_000,
    requiredParams: PARAMETERS,
    requiredFields: required(message).map((identifier) => fields.parseItem(identifier)[0]),
  }, ...asFirst(message));
}

async function verifySecond(message, key) {
  const request = message.request && {
    kind: 'request', method: message.request.method, targetUri: message.request.url, fields: message.request.fields,
  };
  const descriptor = message.status
    ? { kind: 'response', status: message.status, fields: message.fields, request }
    : { kind: 'request', method: message.method, targetUri: message.url, fields: message.fields };
  await verifySignature(descriptor, {
    label: 'gateway',
    policy: {
      algorithms: ['ed25519'],
      requiredComponents: required(message).map(asComponent),
      requiredParameters: PARAMETERS,
      now: message.statement.seconds,
      clockSkew: 60,
      validate: ({ parameters }) => parameters.tag === TAG && parameters.keyid === thumbprint(key),
    },
    resolveVerifier: () => ({ algorithm: 'ed25519', verify: (data, signature) => verify(null, data, key, signature) }),
  });
  return true;
}

function asComponent(identifier) {
  const [name, parameters] = fields.parseItem(identifier);
  return parameters.has('req') ? component(name, { req: true }) : name;
}

function required(message) {
  if (!message.status) {
    return REQUEST;
  }
  const { fields: asked } = message.request;
  const hasBody = value(asked, 'content-digest') !== null || Number(value(asked, 'content-length') ?? 0) > 0;
  return hasBody ? [...RESPONSE, '"content-digest";req'] : RESPONSE;
}

function coversAll(message) {
  const [components, parameters] = fields.parseDictionary(value(message.fields, 'signature-input')).get('gateway');
  const covered = components.map((item) => fields.serializeItem(item));
  return covered.join(' ') === required(message).join(' ')
    && [...parameters.keys()].join(' ') === PARAMETERS.join(' ')
    && parameters.get('expires') === parameters.get('created') + 300
    && Buffer.from(parameters.get('nonce'), 'base64').length === 16;
}

function rebuild(message) {
  const input = fields.parseDictionary(value(message.fields, 'signature-input')).get('gateway');
  const components = input[0].map((item) => fields.serializeItem(item));
  const base = httpbis.createSignatureBase({ fields: components }, ...asFirst(message));
  base.push(['"@signature-params"', [fields.serializeList([input])]]);
  return httpbis.formatSignatureBase(base);
}

const asFirst = (message) => (message.status
  ? [{ status: message.status, headers: headers(message.fields) },
    { method: message.request.method, url: message.request.url, headers: headers(message.request.fields) }]
  : [{ method: message.method, url: message.url, headers: headers(message.fields) }]);

function hasDigest(message, body) {
  const digest = fields.parseDictionary(value(message.fields, 'content-digest')).get('sha-256')[0];
  return Buffer.from(digest).equals(createHash('sha256').update(body).digest());
}

function openssl(args) {
  try {
    execFileSync('openssl', args, { stdio: 'pipe' });
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new TypeError('openssl is not installed');
    }
    return false;
  }
}

function load(name, folder) {
  const read = (file) => readFileSync(join(folder, file));
  const [first, second] = read('head.txt').toString('latin1').replace(/\n+$/, '').split('\n\n');
  const message = {
    name, ...parseHead(first), body: read('body'), base: read('signature-base.txt'), signature: read('signature.bin'),
  };
  if (second) {
    message.request = parseHead(second);
  }
  if (Boolean(message.status) !== Boolean(second)) {
    throw new Error(`${name}: head.txt of a response needs its request's head`);
  }
  const json = Buffer.from(fields.parseItem(value(message.fields, 'transfer-statement'))[0]);
  message.statement = JSON.parse(json.toString('utf8'));
  message.statementBytes = json;
  Object.defineProperty(message.statement, 'seconds', { value: Math.floor(Date.parse(message.statement.time) / 1000) });
  return message;
}

function parseHead(text) {
  const [start, ...lines] = text.split('\n');
  const parsed = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
  const words = start.split(' ');
  return start.startsWith('HTTP/')
    ? { status: Number(words[1]), fields: parsed }
    : { method: words[0], url: words[1], fields: parsed };
}

export function value(lines, name) {
  const found = lines.filter((line) => line.name.toLowerCase() === name).map((line) => line.value);
  return found.length === 0 ? null : found.join(', ');
}

function headers(lines) {
  const record = {};
  for (const { name, value: line } of lines) {
    (record[name.toLowerCase()] ??= []).push(line);
  }
  return record;
}

function retype(message, field, change) {
  return {
    ...message,
    fields: message.fields.map((line) => (line.name.toLowerCase() === field
      ? { ...line, value: change(line.value) }
      : line)),
  };
}
