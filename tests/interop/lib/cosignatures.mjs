// A head that two witnesses cosigned, and the request that asked for it, by node's own Ed25519 and SHA-256.
// C2SP tlog-cosignature (type 04), tlog-policy, tlog-witness; RFC 6962 section 2.1.2.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, pair } from './report.mjs';

const GOLDEN = fileURLToPath(new URL('../../../docs/formats/golden', import.meta.url));
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const LINE = /^\u2014 (\S+) (\S+)$/;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export function checkCosignatures() {
  const golden = (name) => readFileSync(join(GOLDEN, name), 'utf8');
  const policy = golden('log-policy.txt').trimEnd().split('\n').map((line) => line.split(' '));
  const witnesses = policy.filter(([word]) => word === 'witness').map(([, , vkey]) => parseVkey(vkey, 4));
  const log = parseVkey(policy.find(([word]) => word === 'log')[1], 1);
  const note = golden('cosigned-checkpoint.txt');
  if (witnesses.length !== 2) {
    fail('golden/log-policy.txt', 'does not name two witnesses');
  }

  const other = note.replace('\n700\n', '\n701\n');
  pair('golden/cosigned-checkpoint.txt: the log signed it', (text) => isSigned(text, log), note, other);
  for (const witness of witnesses) {
    const name = `golden/cosigned-checkpoint.txt: ${witness.name} cosigned it`;
    pair(name, (text) => isCosigned(text, witness), note, other);
    pair(`${name} at that time`, (text) => isCosigned(text, witness), note, later(note, witness));
  }

  const request = golden('add-checkpoint.txt');
  pair('golden/add-checkpoint.txt: the proof leads to the new root', proves, request,
    request.replace(/\n(.)(\S+)\n\n/, (_, first, rest) => `\n${first === 'A' ? 'B' : 'A'}${rest}\n\n`));
}

/** A head as a mirror serves it: the log's line and that of each witness, by node's own Ed25519; each with its twin. */
export function checkServed(name, note, logVkey, witnessVkeys) {
  const size = split(note).text.split('\n')[1];
  const other = note.replace(`\n${size}\n`, `\n${Number(size) + 1}\n`);
  pair(`${name}: the log signed it`, (text) => isSigned(text, parseVkey(logVkey, 1)), note, other);
  for (const witness of witnessVkeys.map((vkey) => parseVkey(vkey, 4))) {
    pair(`${name}: ${witness.name} cosigned it`, (text) => isCosigned(text, witness), note, other);
    pair(`${name}: ${witness.name} cosigned it at that time`, (text) => isCosigned(text, witness), note, later(note, witness));
  }
}

function parseVkey(vkey, type) {
  const [, name, id, data] = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey);
  const typed = Buffer.from(data, 'base64');
  if (typed[0] !== type || typed.length !== 33 || sha256(`${name}\n`, typed).subarray(0, 4).toString('hex') !== id) {
    throw new Error(`${vkey} is no vkey of type ${type}`);
  }
  const der = Buffer.concat([SPKI_ED25519, typed.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function split(note) {
  const at = note.lastIndexOf('\n\n');
  const lines = note.slice(at + 2).trimEnd().split('\n').map((line) => LINE.exec(line));
  return { text: note.slice(0, at + 1), lines: lines.map(([, name, blob]) => ({ name, blob: Buffer.from(blob, 'base64') })) };
}

function blobOf(note, { name, id }) {
  const line = split(note).lines.find((each) => each.name === name && each.blob.subarray(0, 4).toString('hex') === id);
  if (!line) {
    throw new Error(`no line by ${name}`);
  }
  return line.blob.subarray(4);
}

function isSigned(note, log) {
  return verify(null, Buffer.from(split(note).text), log.key, blobOf(note, log));
}

function isCosigned(note, witness) {
  const blob = blobOf(note, witness);
  const message = `cosignature/v1\ntime ${blob.readBigUInt64BE(0)}\n${split(note).text}`;
  return blob.length === 72 && verify(null, Buffer.from(message), witness.key, blob.subarray(8));
}

// The same signature under a time one second later.
function later(note, { name, id }) {
  const blob = blobOf(note, { name, id });
  const moved = Buffer.concat([Buffer.from(id, 'hex'), blob]);
  moved.writeBigUInt64BE(blob.readBigUInt64BE(0) + 1n, 4);
  return note.replace(Buffer.concat([Buffer.from(id, 'hex'), blob]).toString('base64'), moved.toString('base64'));
}

// RFC 9162 section 2.1.4.2, as far as the new root: the old one is the witness's to know.
function proves(request) {
  const [head, ...rest] = request.split('\n\n');
  const [old, ...proof] = head.split('\n');
  const [, size, root] = rest.join('\n\n').split('\n');
  let [first, last] = [Number(old.slice('old '.length)) - 1, Number(size) - 1];
  while (first % 2 === 1) {
    [first, last] = [first >> 1, last >> 1];
  }
  const hashes = proof.map((line) => Buffer.from(line, 'base64'));
  let hash = hashes.shift();
  for (const sibling of hashes) {
    if (first % 2 === 1 || first === last) {
      hash = sha256(Buffer.from([1]), sibling, hash);
      while (first % 2 === 0 && first !== 0) {
        [first, last] = [first >> 1, last >> 1];
      }
    } else {
      hash = sha256(Buffer.from([1]), hash, sibling);
    }
    [first, last] = [first >> 1, last >> 1];
  }
  return last === 0 && hash.toString('base64') === root;
}
