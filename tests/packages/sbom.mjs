// The archive's bill of materials against CycloneDX's own schema, and against the files it lists; each with a twin.
// Usage: node sbom.mjs FOLDER LOCKFILE    FOLDER: the archive, unpacked. Ends with "N passed, N failed"
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const [folder, lockFile] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const home = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
const schema = (name) => JSON.parse(readFileSync(join(home, name), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
addFormats(ajv);
// Two formats of the schema that ajv-formats lacks; nothing in this bill uses them but addresses, which it has none of.
ajv.addFormat('iri-reference', true).addFormat('idn-email', true);
ajv.addSchema(schema('spdx.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json');
ajv.addSchema(schema('jsf-0.82.SNAPSHOT.schema.json'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
const valid = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));

let passed = 0;
let failed = 0;
function check(name, ok, detail = '') {
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok      ' : 'FAILED  '}${name}${ok || !detail ? '' : `\n${detail}`}`);
}

const read = () => JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
const bom = read();
check('the bill follows CycloneDX 1.6', valid(bom), JSON.stringify(valid.errors?.slice(0, 5)));
for (const [what, spoil] of Object.entries({
  'an unknown member': (one) => { one.components[0].licence = 'MIT'; },
  'a hash that is none': (one) => { one.metadata.component.hashes[0].content = 'not a hash'; },
  'a component without a name': (one) => { delete one.components[0].name; },
  'another format': (one) => { one.bomFormat = 'SPDX'; },
})) {
  const twin = read();
  spoil(twin);
  check(`tampered, ${what}, does not`, !valid(twin));
}

// What is named is there, byte for byte; what is there is named.
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
function fileFaults(one) {
  const files = [one.metadata.component, ...one.components.flatMap((component) => component.components ?? [])];
  return files.filter((file) => !existsSync(join(folder, file.name))
    || sha256(join(folder, file.name)) !== file.hashes[0].content).map((file) => file.name);
}
check('every file it names is the file in the archive', fileFaults(bom).length === 0, fileFaults(bom).join());
const twin = read();
twin.metadata.component.hashes[0].content = 'a'.repeat(64);
check('tampered, another executable, is found', fileFaults(twin).includes('gateway'));

const named = bom.components.flatMap((component) => (component.components ?? []).map((file) => file.name));
for (const library of ['libsodium.so.23', 'libcrypto.so.3', 'libssl.so.3']) {
  check(`it names ${library}`, named.includes(library));
}
check('it names the three parts of ICU', named.filter((name) => name.startsWith('libicu')).length === 3);

// Every package of the lock file but what only builds, with the hash that NuGet checked.
const locked = Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).dependencies['net10.0'])
  .filter(([name, entry]) => entry.type !== 'Project' && !name.includes('Analyzers'));
const byName = new Map(bom.components.map((component) => [component.name, component]));
for (const [name, entry] of locked) {
  const component = byName.get(name);
  check(`it names ${name} ${entry.resolved}`, component?.version === entry.resolved
    && component.hashes[0].content === Buffer.from(entry.contentHash, 'base64').toString('hex'));
}
for (const pack of ['Microsoft.NETCore.App.Runtime.linux-x64', 'Microsoft.AspNetCore.App.Runtime.linux-x64']) {
  check(`it names ${pack}`, byName.has(pack));
}
const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
check('every component has its notice', bom.components.every((component) => notices.includes(`${component.name} ${component.version}`)));

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
