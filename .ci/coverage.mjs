// Line coverage of src over all test projects together: a line counts once, and is covered if any project runs it.
// Usage: node coverage.mjs DIR    DIR holds the coverage.cobertura.xml files. Exit 1 where there is none.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const lines = new Map();
for (const name of existsSync(process.argv[2]) ? readdirSync(process.argv[2], { recursive: true }) : []) {
  if (name.endsWith('coverage.cobertura.xml')) {
    read(readFileSync(join(process.argv[2], name), 'utf8'));
  }
}

function read(xml) {
  const sources = [...xml.matchAll(/<source>([^<]*)<\/source>/g)].map((match) => match[1]);
  let file = '';
  for (const [, name, number, hits] of xml.matchAll(/<class [^>]*filename="([^"]+)"|<line number="(\d+)" hits="(\d+)"/g)) {
    if (name !== undefined) {
      file = place(sources, name);
    } else if (file) {
      const key = `${file}:${number}`;
      lines.set(key, (lines.get(key) ?? false) || hits !== '0');
    }
  }
}

// Names are relative to one of the sources: the part from "src" on says which file it is. Generated code is not ours.
function place(sources, name) {
  const whole = [name, ...sources.map((source) => join(source, name))].find((path) => existsSync(path)) ?? name;
  const below = /(^|\/)(src\/Gateway(\.Policies)?\/.*)$/.exec(whole)?.[2];
  return below && !below.includes('/obj/') ? below : '';
}

const covered = [...lines.values()].filter(Boolean).length;
if (lines.size === 0) {
  console.log('no coverage was collected');
  process.exit(1);
}
console.log(`line coverage of src: ${(100 * covered / lines.size).toFixed(1)} % (${covered} of ${lines.size} lines)`);
