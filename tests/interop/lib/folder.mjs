// Small readers of the demo folder.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const scratch = mkdtempSync(join(tmpdir(), 'gateway-interop-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let count = 0;

/** A temporary file with these bytes. */
export function temporary(bytes) {
  const path = join(scratch, String(count += 1));
  writeFileSync(path, bytes);
  return path;
}

export function list(folder) {
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    : [];
}

/** Every regular file below a folder: relative paths with "/", in ordinal order of their UTF-8. */
export function walk(folder, prefix = '') {
  const found = [];
  for (const item of list(join(folder, prefix))) {
    const path = prefix ? `${prefix}/${item.name}` : item.name;
    if (item.isDirectory()) {
      found.push(...walk(folder, path));
    } else if (item.isFile()) {
      found.push(path);
    }
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** The signature beside a file: ".p7s" appended, or in place of the extension. Null where there is none. */
export function signatureBeside(path) {
  return [`${path}.p7s`, path.replace(/\.[^./]+$/, '.p7s')].find(existsSync) ?? null;
}

export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
