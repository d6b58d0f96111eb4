// CMS signatures by openssl: endorsements, trust lists, the bundle. CAdES-B, detached, over the exact bytes.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { list, readJson, signatureBeside, temporary, walk } from './folder.mjs';
import { fail, flip, pair } from './report.mjs';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export function checkEndorsements(demo) {
  const keys = join(demo, 'keys');
  const files = list(keys).filter((item) => /^(stamping|ledger|witness)-key.*\.json$/.test(item.name));
  if (!files.some((item) => item.name === 'stamping-key.json')) {
    fail('keys/stamping-key.json', 'is absent');
  }
  for (const { name } of files) {
    const path = join(keys, name);
    checkSigned(`keys/${name}`, demo, path, readFileSync(path));
    pair(`keys/${name}: at most 90 days`,
      ({ from, to }) => Date.parse(to) > Date.parse(from) && Date.parse(to) - Date.parse(from) <= 90 * 86_400_000,
      readJson(path), { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' });
  }
}

export function checkTrustLists(demo) {
  const lists = trustLists(demo);
  if (lists.length === 0) {
    fail('trust', 'there is no trust list');
  }
  for (const path of lists) {
    checkSigned(`trust/${basename(path)}`, demo, path, readFileSync(path));
  }
}

// The signature is over "<relative path> <sha-256>\n" of every regular file but bundle.p7s (FORMATS.md 1).
export function checkBundle(demo) {
  const folder = join(demo, 'policy');
  const lines = walk(folder).filter((path) => path !== 'bundle.p7s').map((path) => {
    const digest = createHash('sha256').update(readFileSync(join(folder, path))).digest('hex');
    return `${path} ${digest}\n`;
  });
  checkSigned('policy/bundle.p7s', demo, join(folder, 'bundle'), Buffer.from(lines.join('')));
}

export const trustLists = (demo) => walk(join(demo, 'trust'))
  .filter((path) => /(^|\/)trust-list-[^/]+\.json$/.test(path))
  .map((path) => join(demo, 'trust', path));

function checkSigned(name, demo, path, content) {
  const signature = signatureBeside(path);
  if (!signature) {
    fail(name, 'has no signature');
    return;
  }
  const p7s = readFileSync(signature);
  pair(`${name}: by openssl cms -cades`, (bytes) => verifies(demo, bytes, p7s), content, flip(content));
  pair(`${name}: its signature`, (bytes) => verifies(demo, content, bytes), p7s, flip(p7s, p7s.length - 8));
}

function verifies(demo, content, p7s) {
  try {
    execFileSync('openssl', ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', temporary(p7s),
      '-content', temporary(content), '-CAfile', anchors(demo), '-partial_chain',
      '-purpose', 'any', '-out', '/dev/null'],
    { stdio: 'pipe' });
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new TypeError('openssl is not installed');
    }
    throw new Error(String(error.stderr).split('\n')[1] ?? 'openssl refuses');
  }
}

// Anchors and issuers of the lists, and the certificates that stand in the demo's trust folder (the pinned signers).
const cached = new Map();
export function anchors(demo) {
  if (!cached.has(demo)) {
    const found = new Set();
    for (const path of walk(join(demo, 'trust')).filter((name) => /\.(pem|crt|cer)$/.test(name))) {
      for (const pem of readFileSync(join(demo, 'trust', path), 'latin1').match(PEM) ?? []) {
        found.add(pem);
      }
    }
    for (const path of trustLists(demo)) {
      for (const entry of readJson(path).entries ?? []) {
        for (const pem of `${entry.anchor ?? ''}\n${entry.issuer ?? ''}`.match(PEM) ?? []) {
          found.add(pem.trim());
        }
      }
    }
    cached.set(demo, temporary([...found].join('\n') + '\n'));
  }
  return cached.get(demo);
}

