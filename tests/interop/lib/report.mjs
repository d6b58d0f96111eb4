// One line per check. A check passes when it returns; its tampered twin passes when the same code refuses.
let passed = 0;
let failed = 0;

export function pass(name) {
  passed += 1;
  console.log(`ok    ${name}`);
}

export function fail(name, reason) {
  failed += 1;
  console.log(`FAIL  ${name}: ${reason}`);
}

/** Runs verify(good), which must hold, and verify(bad), which must not. verify returns false or throws for "no". */
export function pair(name, verify, good, bad) {
  attempt(name, () => verify(good));
  refuse(`${name}, tampered`, () => verify(bad));
}

export async function pairAsync(name, verify, good, bad) {
  const results = [];
  for (const input of [good, bad]) {
    try {
      const result = await verify(input);
      results.push(() => result);
    } catch (error) {
      results.push(() => { throw error; });
    }
  }
  attempt(name, results[0]);
  refuse(`${name}, tampered`, results[1]);
}

/** A check that passes when run returns anything but false. */
export function attempt(name, run) {
  try {
    if (run() === false) {
      fail(name, 'refused');
    } else {
      pass(name);
    }
  } catch (error) {
    fail(name, error.message);
  }
}

/** A check that passes when run returns false or throws. */
export function refuse(name, run) {
  try {
    if (run() === false) {
      pass(`${name}: refused`);
    } else {
      fail(name, 'accepted');
    }
  } catch (error) {
    // A slip in these scripts must not look like a refusal.
    if (error instanceof TypeError || error instanceof ReferenceError) {
      fail(name, error.stack);
    } else {
      pass(`${name}: refused`);
    }
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

/** The same bytes with one bit changed. */
export function flip(bytes, at = bytes.length >> 1) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}
