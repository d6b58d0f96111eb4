// Runs every check over one demo folder (docs/formats say what stands in it).
import { existsSync } from 'node:fs';
import { checkEndorsements, checkTrustLists, checkBundle } from './lib/cms.mjs';
import { checkConfiguration } from './lib/configuration.mjs';
import { checkCosignatures } from './lib/cosignatures.mjs';
import { checkEvidence } from './lib/evidence.mjs';
import { checkLedger } from './lib/ledger.mjs';
import { checkMessages } from './lib/messages.mjs';
import { checkMetrics } from './lib/metrics.mjs';
import { checkOpenApi } from './lib/openapi.mjs';
import { checkOriginals } from './lib/originals.mjs';
import { finish } from './lib/report.mjs';
import { checkSchemas } from './lib/schemas.mjs';

const demo = process.argv[2];
if (!demo || !existsSync(demo)) {
  console.error('usage: node check.mjs DIR');
  process.exit(2);
}

const messages = await checkMessages(demo);
checkEndorsements(demo);
checkTrustLists(demo);
checkBundle(demo);
const entries = checkLedger(demo, messages);
checkEvidence(demo, entries);
checkSchemas(demo, messages, entries);
checkMetrics();
checkCosignatures();
checkOriginals();
checkConfiguration();
await checkOpenApi();
finish();
