/** The constants of SHA-256 and SHA-512 (FIPS 180-4, 4.2 and 5.3), worked out as they are defined: none is mistyped. */

const ROUNDS = 80;

const primes = [];
for (let number = 2n; primes.length < ROUNDS; number += 1n) {
  if (primes.every((prime) => number % prime)) primes.push(number);
}

/** Give the first 64 bits of the fraction of a root of a number: `power` is 2 or 3. */
function fractionOfRoot(number, power) {
  const scaled = number << (64n * power);
  let root = 1n << 70n; // above each of them; from there Newton's steps only go down
  for (;;) {
    const next = ((power - 1n) * root + scaled / root ** (power - 1n)) / power;
    if (next >= root) return BigInt.asUintN(64, root);
    root = next;
  }
}

const high = (value) => Number(value >> 32n);
const low = (value) => Number(value & 0xffffffffn);

const ofRounds = primes.map((prime) => fractionOfRoot(prime, 3n));
const initial = primes.slice(0, 8).map((prime) => fractionOfRoot(prime, 2n));

/** High and low halves of what each round of SHA-512 adds. Those of SHA-256 are the first 64 high ones. */
export const ROUND_HIGH = Int32Array.from(ofRounds, (value) => high(value) | 0);
export const ROUND_LOW = Int32Array.from(ofRounds, (value) => low(value) | 0);

/** High and low halves of what SHA-512 begins with. SHA-256 begins with the high ones. */
export const BEGIN_HIGH = Int32Array.from(initial, (value) => high(value) | 0);
export const BEGIN_LOW = Int32Array.from(initial, (value) => low(value) | 0);
