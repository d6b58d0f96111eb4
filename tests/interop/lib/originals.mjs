// What came, kept for two custodians: one value opened by node's own HMAC and AES-256-GCM, from its description alone.
// docs/formats/originals.md; golden/original.json has the shares that custodians would have got by openssl cms.
import { createDecipheriv, createHmac } from 'node:crypto';
import { flip, pair } from './report.mjs';
import { readJson } from './folder.mjs';

const TAG = 16;

export function checkOriginals() {
  const golden = readJson(new URL('../../../docs/formats/golden/original.json', import.meta.url));
  const parts = golden.shares.map((share) => part(Buffer.from(share, 'hex'), golden));
  pair('original.json: both parts are what the shares give for this value',
    (place) => golden.shares.every((share, i) => part(Buffer.from(share, 'hex'), place).toString('hex') === golden.parts[i]),
    golden, { ...golden, path: '$.customers[1].name' });
  const sealed = Buffer.from(golden.sealed, 'hex');
  const opens = ([one, other, bytes]) => open(one, other, bytes).toString('utf8') === golden.value;
  pair('original.json: both parts open the value', opens, [parts[0], parts[1], sealed], [parts[0], parts[0], sealed]);
  pair('original.json: in either order, and no changed byte passes', opens,
    [parts[1], parts[0], sealed], [parts[1], parts[0], flip(sealed)]);
  for (const field of ['transferId', 'leg', 'field', 'path']) {
    const other = { ...golden, [field]: field === 'field' ? golden.field + 1 : `${golden[field]}x` };
    pair(`original.json: a part for another ${field} opens nothing`, opens,
      [parts[0], parts[1], sealed], [parts[0], part(Buffer.from(golden.shares[1], 'hex'), other), sealed]);
  }
}

export const part = (share, { transferId, leg, field, path }) => createHmac('sha256', share)
  .update(`gateway/v1\noriginal\n${transferId}\n${leg}\n${field}\n${path}`).digest();

export function open(one, other, sealed) {
  const key = Buffer.from(one.map((byte, i) => byte ^ other[i]));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
}
