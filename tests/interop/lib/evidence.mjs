// Evidence, without the gateway's verifier: the zip by fflate, digests, leaf hash, proof and stamp by node's crypto,
// the same proof and checkpoint by sigstore's code, every CMS by openssl. Anchors are the demo's own trust lists and log
// policy, never the zip's. Of a push, a pull and a refusal, each step beside twins that must fail.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import * as fields from 'structured-headers';
import { anchors } from './cms.mjs';
import { temporary } from './folder.mjs';
import { parseVkey, signedBy } from './ledger.mjs';
import { thumbprint } from './messages.mjs';
import { attempt, fail, flip, pair } from './report.mjs';

const { verifyMerkleInclusion } = createRequire(import.meta.url)('@sigstore/verify/dist/tlog/merkle.js');
const RUN = fileURLToPath(new URL('../../../run', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../src/Gateway/bin/Release/net10.0/gateway.dll', import.meta.url));
const SPKI_ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const SIGNED = /\.p7s$/;
const CRL = /^crls\/.*\.crl$/;
const hash = (...parts) => parts.reduce((h, part) => h.update(part), createHash('sha256')).digest();
const hex = (bytes) => hash(bytes).toString('hex');
const json = (bytes) => JSON.parse(bytes.toString('utf8'));
const seconds = (time) => Math.floor(Date.parse(time) / 1000);

export function checkEvidence(demo, entries) {
  const of = (kind, also) => entries.map((entry) => entry.json).find((entry) => entry.kind === kind && also(entry));
  const push = of('release', (entry) => entry.leg === 'request');
  const pull = of('release', (entry) => entry.leg === 'response'
    && !entries.some(({ json: other }) => other.kind === 'release' && other.leg === 'request' && other.transferId === entry.transferId));
  const refusal = of('refusal', (entry) => entry.code === 'screen.finding');
  for (const [name, entry] of Object.entries({ push, pull, refusal })) {
    if (entry) {
      checkOne(`evidence of a ${name}`, demo, entry, read(demo, name, entry.transferId));
    } else {
      fail(`evidence of a ${name}`, 'the demo has no such transfer');
    }
  }
}

// Made by the command as an operator would; what follows uses nothing of it.
function read(demo, name, id) {
  const kept = join(demo, 'evidence', `${name}.zip`);
  const path = existsSync(kept) ? kept : `${temporary('')}.zip`;
  if (path !== kept) {
    const [program, ...first] = existsSync(BUILT) ? ['dotnet', BUILT] : [RUN];
    execFileSync(program, [...first, 'evidence', '--ledger', join(demo, 'ledger'), '--keys', join(demo, 'keys', 'keys.json'),
      '--id', id, '--out', path], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return Object.fromEntries(Object.entries(unzipSync(readFileSync(path)))
    .map(([member, bytes]) => [member, Buffer.from(bytes)]));
}

function checkOne(name, demo, expected, members) {
  const changed = (member, bytes) => ({ ...members, [member]: bytes });
  const flipped = (member, at) => changed(member, flip(members[member], at));
  const retold = (member, from, to) => changed(member, Buffer.from(members[member].toString('utf8').replace(from, to)));
  const each = (step, run, member, ...twins) => twins.forEach((twin, i) =>
    pair(`${name}: ${member} ${step}${i ? `, twin ${i + 1}` : ''}`, (m) => run(m, member), members, twin));

  attempt(`${name}: it is about that entry`, () => ['kind', 'transferId', 'salt', 'time']
    .every((key) => json(members['entry.json'])[key] === expected[key]) || false);
  each('names every member and its digest', areListed, 'manifest.json', flipped('entry.json'), flipped('manifest.json'),
    Object.fromEntries(Object.entries(members).filter(([member]) => member !== 'rules.yaml')), changed('more', Buffer.alloc(1)));
  const log = parseVkey(/^log (\S+)$/m.exec(readFileSync(join(demo, 'log-policy.txt'), 'utf8'))[1]);
  const proofs = Object.keys(members).filter((member) => member.endsWith('.tlog-proof'));
  for (const proof of proofs) {
    checkProof(each, log, members, proof, { changed, flipped, retold });
  }
  each('is the log the policy names', (m) => Buffer.from(json(m['ledger-key.json']).key, 'base64').equals(log.raw),
    'ledger-key.json', flipped('ledger-key.json', members['ledger-key.json'].indexOf('"key":"') + 20));
  checkSignatures(each, demo, members, { changed, flipped });
  for (const folder of ['', 'response/'].filter((prefix) => members[`${prefix}signature.bin`])) {
    checkStamp(each, members, folder, { flipped, retold });
  }
  attempt(`${name}: a refusal has no stamp, a release has one`,
    () => (expected.kind === 'refusal') === !members['signature.bin']);
  const policy = (m) => json(m['entry.json']).policy === hex(m['bundle-lines.txt'])
    && m['bundle-lines.txt'].toString('utf8').includes(` ${hex(m['rules.yaml'])}\n`);
  each('holds the rules in force', policy, 'bundle-lines.txt', flipped('bundle-lines.txt'), flipped('rules.yaml'));
  const lists = (m) => json(m['entry.json']).trust.every(({ list, sha256 }) => Object.keys(m)
    .some((member) => /^trust-list-\w+\.json$/.test(member) && json(m[member]).list === list && hex(m[member]) === sha256));
  each('is a list that the entry names', lists, 'trust-list-HK.json', flipped('trust-list-HK.json'));
}

function areListed(m) {
  const { sha256 } = json(m['manifest.json']);
  const others = Object.keys(m).filter((member) => member !== 'manifest.json');
  return others.length === Object.keys(sha256).length && others.every((member) => sha256[member] === hex(m[member]));
}

// C2SP tlog-proof: index, hashes, an empty line, the checkpoint.
function parseProof(bytes) {
  const [head, ...rest] = bytes.toString('utf8').split('\n\n');
  const [, index, ...hashes] = head.split('\n');
  const [origin, size, root] = rest[0].split('\n');
  return {
    index: Number(/^index (\d+)$/.exec(index)[1]),
    hashes: hashes.map((line) => Buffer.from(line, 'base64')),
    checkpoint: rest.join('\n\n'),
    origin,
    size: Number(size),
    root: Buffer.from(root, 'base64'),
  };
}

function checkProof(each, log, members, member, { changed, flipped, retold }) {
  const entry = member.endsWith('/transfer.tlog-proof') || member === 'transfer.tlog-proof'
    ? member.replace('transfer.tlog-proof', 'entry.json') : member.replace('.tlog-proof', '.json');
  const { index, hashes, size, root } = parseProof(members[member]);
  const base64 = (bytes) => bytes.toString('base64');
  const twins = [
    flipped(entry),
    retold(member, base64(hashes[0]), base64(flip(hashes[0]))),
    retold(member, `index ${index}`, `index ${index + 1}`),
    retold(member, `\n${size}\n`, `\n${size * 2}\n`),
    retold(member, base64(root), base64(flip(root))),
    retold(member, `${base64(hashes[0])}\n`, ''),
  ];
  each('leads from the entry to the root, by RFC 9162', (m) => isUnder(m[entry], parseProof(m[member])), member, ...twins);
  each('leads from the entry to the root, by @sigstore/verify', (m) => {
    const proof = parseProof(m[member]);
    verifyMerkleInclusion(
      { canonicalizedBody: m[entry], inclusionProof: { logIndex: String(proof.index), hashes: proof.hashes } },
      { logSize: BigInt(proof.size), logHash: proof.root });
    return true;
  }, member, ...twins);
  const signature = /\n— \S+ (\S+)\n/.exec(members[member].toString('utf8'))[1];
  const forged = [
    retold(member, `\n${size}\n`, `\n${size + 1}\n`),
    retold(member, base64(root), base64(flip(root))),
    retold(member, signature, base64(flip(Buffer.from(signature, 'base64')))),
    changed(member, Buffer.from(members[member].toString('utf8').replaceAll(log.name, `${log.name}x`))),
  ];
  each("'s checkpoint is the log's, by node:crypto", (m) => isSigned(parseProof(m[member]).checkpoint, log), member, ...forged);
  each("'s checkpoint is the log's, by @sigstore/verify", (m) => signedBy(parseProof(m[member]).checkpoint, log), member,
    ...forged);
}

// RFC 9162 section 2.1.3.2.
function isUnder(entry, { index, size, hashes, root }) {
  let [fn, sn, at] = [index, size - 1, hash(Buffer.from([0]), entry)];
  for (const sibling of hashes) {
    if (sn === 0 || fn > sn) {
      return false;
    }
    if (fn % 2 === 1 || fn === sn) {
      at = hash(Buffer.from([1]), sibling, at);
      while (fn % 2 === 0 && fn !== 0) {
        [fn, sn] = [fn >> 1, sn >> 1];
      }
    } else {
      at = hash(Buffer.from([1]), at, sibling);
    }
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && at.equals(root);
}

// C2SP signed-note: the text with its last line feed; in the line four bytes of key id, then the signature.
function isSigned(checkpoint, log) {
  const [text, lines] = checkpoint.split('\n\n');
  return text.split('\n')[0] === log.name && lines.split('\n').filter((line) => line.startsWith(`— ${log.name} `)).some((line) => {
    const bytes = Buffer.from(line.split(' ')[2], 'base64');
    return bytes.subarray(0, 4).equals(log.logID)
      && verify(null, Buffer.from(`${text}\n`), log.publicKey, bytes.subarray(4));
  });
}

// Every CMS in the zip by openssl, under the demo's own anchors, with the CRLs of the zip.
function checkSignatures(each, demo, members, { changed, flipped }) {
  const [stranger, strangerKey] = makeStranger();
  for (const member of Object.keys(members).filter((item) => SIGNED.test(item) && !item.startsWith('trust-list-'))) {
    const content = (m) => (member === 'seal.p7s'
      ? Buffer.from(parseProof(m['transfer.tlog-proof']).checkpoint) : m[member.replace(SIGNED, '')]);
    const signed = member === 'seal.p7s' ? 'transfer.tlog-proof' : member.replace(SIGNED, '');
    const at = signingTime(members[member]);
    const check = (ca) => (m) => isSound(m[member], content(m), ca ?? anchors(demo), m, at);
    const byStranger = openssl(['cms', '-sign', '-cades', '-binary', '-outform', 'DER', '-in', temporary(content(members)),
      '-signer', stranger, '-inkey', strangerKey]);
    each('by openssl cms, with the CRLs', check(), member,
      flipped(member, members[member].length - 8), flipped(member, 200), flipped(signed, members[signed].length - 60),
      changed(member, byStranger));
    pair(`${member}: only under these anchors`, (ca) => check(ca)(members), anchors(demo), stranger);
  }
}

function isSound(p7s, content, ca, members, at) {
  const crls = Object.keys(members).filter((member) => CRL.test(member))
    .map((member) => openssl(['crl', '-inform', 'DER', '-in', temporary(members[member])]));
  if (crls.length === 0) {
    throw new Error('there is no CRL');
  }
  const file = temporary(Buffer.concat([readFileSync(ca), Buffer.from('\n'), ...crls]));
  openssl(['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', temporary(p7s), '-content', temporary(content),
    '-CAfile', file, '-crl_check_all', '-purpose', 'any', '-attime', String(at), '-out', '/dev/null']);
  return true;
}

function signingTime(p7s) {
  const text = openssl(['cms', '-cmsout', '-print', '-inform', 'DER', '-in', temporary(p7s)]).toString('utf8');
  return Math.floor(Date.parse(/signingTime[\s\S]*?UTCTIME:(.*)/.exec(text)[1]) / 1000);
}

function makeStranger() {
  const [certificate, key] = [temporary(''), temporary('')];
  openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=stranger', '-keyout', key,
    '-out', certificate]);
  return [certificate, key];
}

// RFC 9421 section 2.5: the base is what was signed; it names the statement and the digest of the body, and the entry
// has its digest, its parameters and its signature.
function checkStamp(each, members, folder, { flipped, retold }) {
  const [base, bin, statement, entry] = ['signature-base.txt', 'signature.bin', 'statement.json', 'entry.json']
    .map((member) => folder + member);
  const key = members[`${folder}stamping-key.json`] ? `${folder}stamping-key.json` : 'stamping-key.json';
  each('by node:crypto, with the endorsed key', (m) => {
    const endorsed = json(m[key]);
    const publicKey = createPublicKey({
      key: Buffer.concat([SPKI_ED25519, Buffer.from(endorsed.key, 'base64')]), format: 'der', type: 'spki' });
    const keyid = /;keyid="([^"]+)"/.exec(m[base].toString('utf8'))[1];
    return keyid === endorsed.keyid && keyid === thumbprint(publicKey) && verify(null, m[base], publicKey, m[bin]);
  }, bin, flipped(bin), flipped(base), retold(key, '"key":"', '"key":"AAAA'), retold(key, '"keyid":"', '"keyid":"x'));
  each('is what the entry and the statement say', (m) => {
    const lines = new Map(m[base].toString('latin1').split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }));
    const recorded = json(m[entry]);
    const digest = fields.parseDictionary(lines.get('"content-digest"')).get('sha-256')[0];
    return recorded.baseSha256 === hex(m[base])
      && `gateway=${lines.get('"@signature-params"')}` === recorded.signatureInput
      && Buffer.from(fields.parseDictionary(recorded.signature).get('gateway')[0]).equals(m[bin])
      && Buffer.from(fields.parseItem(lines.get('"transfer-statement"'))[0]).equals(m[statement])
      && Buffer.from(recorded.statement, 'base64').equals(m[statement])
      && json(m[statement]).id === recorded.transferId
      && Buffer.from(digest).toString('hex') === json(m[statement]).content.sha256
      && seconds(json(m[statement]).time) === Number(/;created=(\d+)/.exec(recorded.signatureInput)[1]);
  }, base, flipped(base), flipped(bin), flipped(statement), retold(entry, '"baseSha256":"', '"baseSha256":"0'),
  retold(entry, ';created=1', ';created=2'));
}

function openssl(args) {
  try {
    return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new TypeError('openssl is not installed');
    }
    throw new Error(String(error.stderr).split('\n')[1] ?? 'openssl refuses');
  }
}
