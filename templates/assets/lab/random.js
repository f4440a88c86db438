/**
 * Random numbers, bit for bit those of numpy's `Generator(PCG64([seed, crc32(purpose)]))`, so that a run
 * begun here begins as the recorded one did. PCG64 is O'Neill's (2014, XSL-RR 128/64); normal numbers come
 * from the ziggurat of Marsaglia and Tsang (2000) with 256 layers.
 */
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const WORD = 0x100000000;

export class Generator {
  /** seed: a whole number below 2³². purpose: words that name the stream. */
  constructor(seed, purpose) {
    const [a, b, c, d] = words64(seedWords([seed >>> 0, crc32(purpose)], 8));
    this.increment = BigInt.asUintN(128, (((c << 64n) | d) << 1n) | 1n);
    this.state = this.#stepped(BigInt.asUintN(128, this.increment + ((a << 64n) | b)));
    this.spare = null;
    this.high = 0;
    this.low = 0;
  }

  #stepped(state) {
    return BigInt.asUintN(128, state * MULTIPLIER + this.increment);
  }

  /** Draw 64 bits into `high` and `low`, 32 each. */
  next() {
    this.state = this.#stepped(this.state);
    const folded = BigInt.asUintN(64, this.state ^ (this.state >> 64n));
    const high = Number(folded >> 32n), low = Number(folded & 0xffffffffn);
    const turn = Number(this.state >> 122n);
    const [a, b] = turn < 32 ? [high, low] : [low, high];
    const by = turn % 32;
    this.high = by ? ((a >>> by) | (b << (32 - by))) >>> 0 : a;
    this.low = by ? ((b >>> by) | (a << (32 - by))) >>> 0 : b;
  }

  /** Return 32 bits: the lower half of a draw first, then its upper half. */
  bits() {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    this.next();
    this.spare = this.high;
    return this.low;
  }

  /** Return a number in [0, 1) with 53 random bits. */
  fraction() {
    this.next();
    return (this.high * 2097152 + (this.low >>> 11)) / 9007199254740992;
  }

  /** Return a number drawn from the standard normal distribution. */
  normal() {
    for (;;) {
      this.next();
      const { high, low } = this;
      const layer = low & 255;
      const size = (high & 0x1fffffff) * 8388608 + (low >>> 9);
      const sign = (low >>> 8) & 1 ? -1 : 1;
      const value = size * ZIGGURAT.widths[layer];
      if (size < ZIGGURAT.bounds[layer]) return sign * value;
      if (layer === 0) return this.#tail((low >>> 17) & 1);
      const { heights } = ZIGGURAT;
      const height = (heights[layer - 1] - heights[layer]) * this.fraction() + heights[layer];
      if (height < Math.exp(-0.5 * value * value)) return sign * value;
    }
  }

  #tail(negative) {
    for (;;) {
      const x = -Math.log1p(-this.fraction()) / EDGE;
      const y = -Math.log1p(-this.fraction());
      if (y + y > x * x) return negative ? -(EDGE + x) : EDGE + x;
    }
  }

  /** Return a whole number from 0 to `most`, by masking bits and drawing again. */
  upTo(most) {
    const mask = 0xffffffff >>> Math.clz32(most);
    for (;;) {
      const value = (this.bits() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** Return a whole number below `count`, by Lemire's multiplication (2019). */
  below(count) {
    let product = BigInt(this.bits()) * BigInt(count);
    const least = BigInt((WORD - count) % count);
    while ((product & 0xffffffffn) < least) product = BigInt(this.bits()) * BigInt(count);
    return Number(product >> 32n);
  }

  /** Return the numbers 0 to count - 1, shuffled (Fisher and Yates). */
  permutation(count) {
    const order = Int32Array.from({ length: count }, (_, at) => at);
    for (let at = count - 1; at > 0; at--) {
      const other = this.upTo(at);
      const kept = order[at];
      order[at] = order[other];
      order[other] = kept;
    }
    return order;
  }

  /** Fill an array with whole numbers below 65,536; an odd half left over is dropped. */
  halves(into) {
    let both = 0;
    for (let at = 0; at < into.length; at++) {
      both = at % 2 ? both >>> 16 : this.bits();
      into[at] = both & 0xffff;
    }
    return into;
  }
}

const EDGE = 3.6541528853610088;
const AREA = 0.00492867323397465524494;

const ZIGGURAT = (() => {
  const unit = 2 ** 52;
  const widths = new Float64Array(256), heights = new Float64Array(256), bounds = new Float64Array(256);
  const density = (x) => Math.exp(-0.5 * x * x);
  const base = AREA / density(EDGE);
  let outer = EDGE;
  widths[0] = base / unit;
  bounds[0] = (EDGE / base) * unit;
  heights[0] = 1;
  widths[255] = EDGE / unit;
  heights[255] = density(EDGE);
  for (let layer = 254; layer > 0; layer--) {
    const inner = Math.sqrt(-2 * Math.log(AREA / outer + density(outer)));
    bounds[layer + 1] = (inner / outer) * unit;
    widths[layer] = inner / unit;
    heights[layer] = density(inner);
    outer = inner;
  }
  return { widths, heights, bounds };
})();

/** Return `count` words of 32 bits from some words of entropy, as numpy's SeedSequence mixes them. */
function seedWords(entropy, count) {
  let constant = 0x43b0d7e5;
  const hashed = (value) => {
    const first = value ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const mixed = Math.imul(first, constant);
    return mixed ^ (mixed >>> 16);
  };
  const pool = [0, 1, 2, 3].map((at) => hashed(entropy[at] ?? 0));
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from === to) continue;
      const mixed = Math.imul(0xca01f9dd, pool[to]) - Math.imul(0x4973f715, hashed(pool[from]));
      pool[to] = mixed ^ (mixed >>> 16);
    }
  }
  constant = 0x8b51f9dd;
  return Array.from({ length: count }, (_, at) => {
    const first = pool[at % 4] ^ constant;
    constant = Math.imul(constant, 0x58f38ded);
    const mixed = Math.imul(first, constant);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  });
}

function words64(words) {
  return Array.from({ length: words.length / 2 }, (_, at) => (BigInt(words[2 * at + 1]) << 32n) | BigInt(words[2 * at]));
}

/** Return the CRC-32 of some ASCII words. */
export function crc32(words) {
  let rest = ~0;
  for (const letter of words) {
    rest ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}
