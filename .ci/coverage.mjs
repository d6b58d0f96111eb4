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
  let file = '';
  for (const [, name, number, hits] of xml.matchAll(/<class [^>]*filename="([^"]+)"|<line number="(\d+)" hits="(\d+)"/g)) {
    if (name !== undefined) {
      // Relative to one source folder or another: the part from the project on names the file.
      file = name.replaceAll('\\', '/').replace(/^.*?(?=Gateway(\.Policies)?\/)/, '');
    } else if (/^Gateway(\.Policies)?\//.test(file) && !file.includes('/obj/')) {
      const key = `${file}:${number}`;
      lines.set(key, (lines.get(key) ?? false) || hits !== '0');
    }
  }
}

const covered = [...lines.values()].filter(Boolean).length;
if (lines.size === 0) {
  console.log('no coverage was collected');
  process.exit(1);
}
console.log(`line coverage of src: ${(100 * covered / lines.size).toFixed(1)} % (${covered} of ${lines.size} lines)`);
