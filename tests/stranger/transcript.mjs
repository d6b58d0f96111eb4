// Does what a page of documentation says, in one shell, and compares what it prints with what the page says it prints.
//   ```sh    typed into the shell          ```text  what the block before it printed; "…" is anything, also lines
//   ```diff  lines changed in files by hand: "-" is found once and replaced by "+", a "+" alone stands after the line
//            before it
//   ```json FILE  written to that file
// Usage: node transcript.mjs PAGE ROOT UID MAXEDITS    ROOT is the shell's root folder; ends with "N passed, N failed"
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [page, root, uid, maxEdits] = process.argv.slice(2);
const limit = 90_000;
const end = '--- end of step';

// Where the shell says in which folder it stands: a fresh one of its own, whatever lies in /tmp already.
const note = mkdtempSync(join(root, 'tmp', 'transcript-'));
chownSync(note, Number(uid), Number(uid));
const inside = `/tmp/${basename(note)}/here`;

let passed = 0;
let failed = 0;
function check(name, ok, detail = '') {
  ok ? passed++ : failed++;
  console.log(`${ok ? 'ok      ' : 'FAILED  '}${name}${ok || !detail ? '' : `\n${detail}`}`);
}

const shell = spawn('/usr/sbin/chroot', [`--userspec=${uid}:${uid}`, root, '/bin/bash', '--noprofile', '--norc'], {
  env: { HOME: '/home/stranger', PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
  stdio: ['pipe', 'pipe', 'pipe'],
});
let printed = '';
let wake = () => {};
shell.stdout.on('data', (data) => { printed += data; wake(); });
shell.stderr.on('data', (data) => { printed += data; wake(); });
shell.on('exit', () => { printed += `\n${end} gone\n`; wake(); });

async function type(lines) {
  printed = '';
  shell.stdin.write(`${lines}\ncode=$?; printf '%s' "$PWD" >'${inside}'; printf '\\n%s %s\\n' '${end}' "$code"\n`);
  const timer = setTimeout(() => { printed += `\n${end} late\n`; wake(); }, limit);
  while (!printed.includes(`\n${end} `)) {
    await new Promise((resolve) => { wake = resolve; });
  }
  clearTimeout(timer);
  const [output, code] = printed.split(`\n${end} `);
  return { output: output.trimEnd(), code: code.split('\n')[0] };
}

const here = () => join(root, readFileSync(join(note, 'here'), 'utf8'));

function edit(block) {
  let file;
  let lines;
  let at = -1;
  let count = 0;
  const save = () => file && writeFileSync(file, lines.join('\n'));
  for (const line of block.split('\n')) {
    if (line.startsWith('--- ')) {
      save();
      file = join(here(), line.slice(4));
      lines = readFileSync(file, 'utf8').split('\n');
    } else if (line.startsWith('-') || line.startsWith(' ')) {
      const found = lines.flatMap((text, i) => (text === line.slice(1) ? [i] : []));
      if (found.length !== 1) {
        throw new Error(`${file}: this line stands there ${found.length} times: ${line.slice(1)}`);
      }
      at = found[0];
      if (line.startsWith('-')) {
        lines.splice(at--, 1);
      }
    } else if (line.startsWith('+')) {
      lines.splice(++at, 0, line.slice(1));
      count++;
    }
  }
  save();
  return count;
}

function matches(expected, output) {
  const pattern = expected.trimEnd().split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[\\s\\S]*');
  return new RegExp(`^${pattern}$`).test(output);
}

let edits = 0;
let last = { output: '', code: '0' };
let heading = '';
await type('cd /home/stranger');
for (const [, title, kind, argument, block] of readFileSync(page, 'utf8')
  .matchAll(/^## (.*)$|^```(sh|text|diff|json) ?(\S*)\n([\s\S]*?)^```$/gm)) {
  if (title !== undefined) {
    heading = title;
  } else if (kind === 'sh') {
    last = await type(block);
    check(`${heading}: ${block.split('\n')[0]}`, last.code === '0', `exit ${last.code}\n${last.output}`);
  } else if (kind === 'text') {
    check(`${heading}: prints what the page says`, matches(block, last.output), `the page says:\n${block}\nit printed:\n${last.output}`);
    check(`${heading}: another word would be noticed`, !matches(`${block.trimEnd()}x`, last.output) || block.trimEnd().endsWith('…'));
  } else if (kind === 'json') {
    const file = join(here(), argument);
    writeFileSync(file, block);
    chownSync(file, Number(uid), Number(uid));
  } else {
    edits += edit(block);
  }
}
check(`no more than ${maxEdits} lines were edited (${edits})`, edits > 0 && edits <= Number(maxEdits));
shell.stdin.end();
rmSync(note, { recursive: true });

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
