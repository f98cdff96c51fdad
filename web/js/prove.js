// The work a busy office asks for: a number that makes SHA-256 of "challenge:number" begin with so many zero bits. Written
// out here because crypto.subtle is missing on plain HTTP and is slow for many short texts.
const root = (n, power) => Math.floor((n ** (1 / power) % 1) * 2 ** 32);
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
const K = Uint32Array.from(primes, (p) => root(p, 3));
const H = Uint32Array.from(primes.slice(0, 8), (p) => root(p, 2));
const w = new Uint32Array(64);
const turn = (x, n) => (x >>> n) | (x << (32 - n));

function block(h, view, at) {
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4);
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, last] = h;
  for (let i = 0; i < 64; i++) {
    const one = (last + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [last, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, last].forEach((x, i) => (h[i] += x));
}

// The first 32 bits are all that is looked at: nobody asks for more zeros than that.
export function first_bits(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 128;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const h = H.slice();
  for (let at = 0; at < padded.length; at += 64) block(h, view, at);
  return h[0];
}

export default async function prove([form]) {
  const challenge = form.dataset.prove;
  const bits = Number(challenge.split('.')[1]);
  form.querySelector('[role=status]').textContent = form.dataset.working;
  for (let n = 0; ; n++) {
    if (Math.clz32(first_bits(`${challenge}:${n}`)) >= bits) {
      form.elements.proof_answer.value = n;
      return form.submit();
    }
    if (n % 1000 === 999) await new Promise((go) => setTimeout(go));
  }
}
