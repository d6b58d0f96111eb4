// Every JSON and YAML form against the schemas that ship (JSON Schema 2020-12), by ajv.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { trustLists } from './cms.mjs';
import { list, readJson, walk } from './folder.mjs';
import { fail, pair } from './report.mjs';

const FOLDER = fileURLToPath(new URL('../../../config/schemas/', import.meta.url));

export function checkSchemas(demo, messages, entries) {
  check('statement', messages.map((message) => [message.name, message.statement]));
  check('endorsement', list(join(demo, 'keys'))
    .filter((item) => /^(stamping|ledger|witness)-key.*\.json$/.test(item.name))
    .map((item) => [`keys/${item.name}`, readJson(join(demo, 'keys', item.name))]));
  check('trust-list', trustLists(demo).map((path) => [path.slice(demo.length + 1), readJson(path)]));
  checkEach('entry', entries.map((entry) => [entry.json.kind, entry.json]));
  check('keys', existing(join(demo, 'keys', 'keys.json')), { optional: true });
  check('bundle', walk(join(demo, 'policy')).filter((path) => /\.ya?ml$/.test(path))
    .map((path) => [`policy/${path}`, parse(readFileSync(join(demo, 'policy', path), 'utf8'))]), { optional: true });
}

const existing = (path) => (existsSync(path) ? [[path.split('/').slice(-2).join('/'), readJson(path)]] : []);

// Hundreds of entries: one line for all of a kind.
function checkEach(form, documents) {
  const kinds = new Map();
  for (const [kind, json] of documents) {
    kinds.set(kind, [...(kinds.get(kind) ?? []), json]);
  }
  check(form, [...kinds].map(([kind, all]) => [`${all.length} entries of kind ${kind}`, all]));
}

// The twin lacks a required member or, where the schema requires none, has one it does not know.
function check(form, documents, { optional = false } = {}) {
  const path = join(FOLDER, `${form}.schema.json`);
  if (!existsSync(path)) {
    if (!optional) {
      fail(`config/schemas/${form}.schema.json`, 'is absent');
    }
    return;
  }
  const schema = readJson(path);
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  for (const [name, document] of documents) {
    pair(`${name}: against ${form}.schema.json`, (json) => {
      for (const one of Array.isArray(json) ? json : [json]) {
        if (!validate(one)) {
          throw new Error(ajv.errorsText(validate.errors));
        }
      }
      return true;
    }, document, Array.isArray(document) ? [...document.slice(1), twin(schema, document[0])] : twin(schema, document));
  }
}

function twin(schema, document) {
  const copy = structuredClone(document);
  if (schema.required?.length > 0) {
    delete copy[schema.required[0]];
  } else {
    copy['a member that nobody declared'] = true;
  }
  return copy;
}
