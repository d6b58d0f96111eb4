// The description of the regulator's API by a validator of OpenAPI 3.1, and the golden answers against its schemas by
// ajv. Each has twins broken by hand, and each of them must be refused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { attempt, fail, pass, refuse } from './report.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const GOLDEN = join(ROOT, 'docs/formats/golden/regulator');

export async function checkOpenApi() {
  const text = readFileSync(join(ROOT, 'src/Gateway/Audit/Desk/openapi-v1.json'), 'utf8');
  const api = JSON.parse(text);
  const isValid = async (json) => (await new Validator().validate(json)).valid;
  await check('openapi-v1.json', await isValid(api));
  for (const [name, spoil] of [
    ['a path without a slash', (json) => { json.paths.v2 = {}; }],
    ['an answer without a description', (json) => { delete json.paths['/v1/summary'].get.responses[200].description; }],
    ['a parameter nowhere', (json) => { delete json.paths['/v1/sample'].get.parameters[0].in; }],
    ['no version', (json) => { delete json.info.version; }],
  ]) {
    const twin = structuredClone(api);
    spoil(twin);
    await check(`openapi-v1.json, ${name}`, !(await isValid(twin)));
  }

  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
  addFormats(ajv);
  ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  const schemas = JSON.parse(JSON.stringify(api.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'));
  for (const [file, schema] of [
    ['transfers', 'Transfers'], ['story', 'Story'], ['sample', 'Sample'], ['summary', 'Summary'],
    ['report', 'Report'], ['problem', 'Problem'],
  ]) {
    const answer = JSON.parse(readFileSync(join(GOLDEN, `${file}.json`), 'utf8'));
    const validate = ajv.compile({ $defs: schemas, $ref: `#/$defs/${schema}` });
    attempt(`golden/regulator/${file}.json is a ${schema}`, () => {
      if (!validate(answer)) {
        throw new Error(ajv.errorsText(validate.errors));
      }
    });
    for (const member of Object.keys(api.components.schemas[schema].properties)) {
      if (api.components.schemas[schema].required.includes(member)) {
        const twin = structuredClone(answer);
        delete twin[member];
        refuse(`${file}.json without ${member}`, () => validate(twin));
      }
    }
  }
}

function check(name, holds) {
  return holds ? pass(name) : fail(name, 'not as it should be');
}
