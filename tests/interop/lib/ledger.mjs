// Checkpoints and inclusion by sigstore's tlog code; entries from the tiles.
// C2SP tlog-tiles, tlog-checkpoint; RFC 6962.
import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { list, readJson } from './folder.mjs';
import { value } from './messages.mjs';
import { fail, flip, pair } from './report.mjs';

const require = createRequire(import.meta.url);
const { verifyCheckpoint } = require('@sigstore/verify/dist/tlog/checkpoint.js');
const { verifyMerkleInclusion } = require('@sigstore/verify/dist/tlog/merkle.js');

const WIDTH = 256;
const SAMPLES = 8;
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const hash = (...parts) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();
const leafHash = (entry) => hash(Buffer.from([0]), entry);
const nodeHash = (left, right) => hash(Buffer.from([1]), left, right);

export function checkLedger(demo, messages) {
  const shards = list(join(demo, 'ledger')).filter((item) => item.isDirectory() && /^\d{4}$/.test(item.name));
  if (shards.length === 0) {
    fail('ledger', 'there is no shard');
  }
  const entries = shards.flatMap(({ name }) => checkShard(demo, name));
  for (const message of messages) {
    checkRecorded(message, entries);
  }
  return entries;
}

function checkShard(demo, year) {
  const folder = join(demo, 'ledger', year);
  const checkpoint = readFileSync(join(folder, 'checkpoint'), 'utf8');
  const log = parseVkey(readFileSync(join(folder, 'vkey'), 'utf8').trim());
  const [origin, size, root] = checkpoint.split('\n');
  const name = `ledger/${year}`;
  pair(`${name}: vkey names the origin and its own key`,
    (vkey) => vkey.name === origin && vkey.isRight, log, { ...log, name: `${log.name}x` });
  pair(`${name}: checkpoint by @sigstore/verify`, (text) => signedBy(text, log), checkpoint,
    checkpoint.replace(`\n${root}\n`, `\n${flip(Buffer.from(root, 'base64')).toString('base64')}\n`));
  checkEndorsed(demo, name, log);

  const entries = readEntries(folder, Number(size));
  const leaves = entries.map(leafHash);
  pair(`${name}: root of ${size} entries`, (hashes) => treeHash(hashes, 0, hashes.length).toString('base64') === root,
    leaves, leaves.map((leaf, i) => (i === leaves.length - 1 ? flip(leaf) : leaf)));
  checkTiles(name, folder, leaves);
  for (const index of sample(entries.length)) {
    pair(`${name}: inclusion of entry ${index} by @sigstore/verify`,
      (entry) => isIncluded(entry, index, leaves, checkpoint), entries[index], flip(entries[index]));
  }
  return entries.map((bytes, index) => ({ shard: year, index, json: JSON.parse(bytes.toString('utf8')) }));
}

function checkEndorsed(demo, name, log) {
  const path = join(demo, 'keys', 'ledger-key.json');
  if (!existsSync(path)) {
    fail(`${name}: keys/ledger-key.json`, 'is absent');
    return;
  }
  pair(`${name}: vkey is the endorsed ledger key`, ({ key }) => Buffer.from(key, 'base64').equals(log.raw),
    readJson(path), { key: flip(log.raw).toString('base64') });
}

// Every stamped message has its release entry, with the same statement and the same stamp.
function checkRecorded(message, entries) {
  const leg = message.status ? 'response' : 'request';
  const releases = entries.map((entry) => entry.json)
    .filter((json) => json.kind === 'release' && json.transferId === message.statement.id && json.leg === leg);
  pair(`${message.name}: is in the ledger, once, as it was sent`,
    (statement) => releases.length === 1
      && releases[0].statement === statement
      && releases[0].signatureInput === value(message.fields, 'signature-input')
      && releases[0].signature === value(message.fields, 'signature')
      && releases[0].baseSha256 === hash(message.base).toString('hex'),
    message.statementBytes.toString('base64'), flip(message.statementBytes).toString('base64'));
}

// C2SP signed-note: <name>+<8 hex>+<base64(01 || key)>, the hex from SHA-256(name \n 01 key).
export function parseVkey(vkey) {
  const [, name, id, data] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey) ?? [];
  const typed = Buffer.from(data ?? '', 'base64');
  const raw = typed.subarray(1);
  const keyId = hash(Buffer.from(`${name}\n`), typed).subarray(0, 4);
  return {
    name,
    raw,
    isRight: typed[0] === 1 && raw.length === 32 && keyId.toString('hex') === id,
    logID: keyId,
    publicKey: createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: 'der', type: 'spki' }),
    baseURL: name,
  };
}

export function signedBy(envelope, log) {
  return Boolean(verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, [log]));
}

function isIncluded(entry, index, leaves, checkpoint) {
  const [, size, root] = checkpoint.split('\n');
  verifyMerkleInclusion(
    {
      canonicalizedBody: entry,
      inclusionProof: { logIndex: String(index), hashes: path(leaves, index, 0, leaves.length) },
    },
    { logSize: BigInt(size), logHash: Buffer.from(root, 'base64') });
  return true;
}

// RFC 6962 section 2.1: the left subtree takes the largest power of two below the size.
function split(size) {
  let left = 1;
  while (left * 2 < size) {
    left *= 2;
  }
  return left;
}

function treeHash(leaves, from, to) {
  if (to - from === 1) {
    return leaves[from];
  }
  const middle = from + split(to - from);
  return nodeHash(treeHash(leaves, from, middle), treeHash(leaves, middle, to));
}

function path(leaves, index, from, to) {
  if (to - from === 1) {
    return [];
  }
  const middle = from + split(to - from);
  return index < middle
    ? [...path(leaves, index, from, middle), treeHash(leaves, middle, to)]
    : [...path(leaves, index, middle, to), treeHash(leaves, from, middle)];
}

function readEntries(folder, size) {
  const entries = [];
  for (let bundle = 0; bundle * WIDTH < size; bundle += 1) {
    const width = Math.min(WIDTH, size - bundle * WIDTH);
    const bytes = readTile(folder, 'entries', bundle, width);
    let at = 0;
    for (let i = 0; i < width; i += 1) {
      const length = bytes.readUInt16BE(at);
      entries.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== bytes.length) {
      throw new Error(`entry bundle ${bundle} has another length`);
    }
  }
  return entries;
}

// Every level's full and partial tiles hold the hashes that the entries give.
function checkTiles(name, folder, leaves) {
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; level += 1) {
    const next = [];
    for (let tile = 0; tile * WIDTH < hashes.length; tile += 1) {
      const slice = hashes.slice(tile * WIDTH, (tile + 1) * WIDTH);
      const bytes = readTile(folder, String(level), tile, slice.length);
      pair(`${name}: tile ${level}/${tile} of width ${slice.length}`,
        (content) => content.equals(Buffer.concat(slice)), bytes, flip(bytes));
      if (slice.length === WIDTH) {
        next.push(treeHash(slice, 0, WIDTH));
      }
    }
    hashes = next;
  }
}

function readTile(folder, level, index, width) {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  const full = join(folder, 'tile', level, ...groups);
  return readFileSync(width === WIDTH ? full : join(`${full}.p`, String(width)));
}

function sample(size) {
  const all = [...Array(size).keys()];
  const step = Math.max(1, Math.floor(size / SAMPLES));
  return [...new Set([...all.filter((i) => i % step === 0), size - 1])].filter((i) => i >= 0);
}
