// The schemas alone, without a demo folder: what ships in config/ and docs/formats/golden.
import { checkConfiguration } from './lib/configuration.mjs';
import { checkCosignatures } from './lib/cosignatures.mjs';
import { checkMetrics } from './lib/metrics.mjs';
import { checkOpenApi } from './lib/openapi.mjs';
import { checkOriginals } from './lib/originals.mjs';
import { finish } from './lib/report.mjs';

checkConfiguration();
checkMetrics();
checkCosignatures();
checkOriginals();
await checkOpenApi();
finish();
