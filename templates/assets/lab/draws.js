/**
 * What is random in a run. A stream belongs to a seed and a purpose, never to a setting: so two runs with one
 * seed share start weights, batches and wrong labels, and differ by nothing but the setting that was moved.
 */
import { Generator } from "./random.js";

/**
 * Return start weights: for each layer `weights` (outputs × inputs, row by row) and `biases`, Float32Array.
 * sizes: units of each layer, inputs first. init: `he`, `glorot`, `small` or `zero`.
 */
export function startWeights(sizes, seed, init = "he", scale = 1) {
  const chance = new Generator(seed, "start weights");
  const layers = [];
  for (let at = 0; at + 1 < sizes.length; at++) {
    const [inputs, outputs] = [sizes[at], sizes[at + 1]];
    const draw = {
      he: () => chance.normal() * Math.sqrt(2 / inputs),
      glorot: () => (2 * chance.fraction() - 1) * Math.sqrt(6 / (inputs + outputs)),
      small: () => (2 * chance.fraction() - 1) / Math.sqrt(inputs),
      zero: () => 0,
    }[init];
    const weights = Float32Array.from({ length: outputs * inputs }, () => scale * draw());
    const biases = Float32Array.from({ length: outputs }, () => (init === "small" ? scale * draw() : 0));
    layers.push({ inputs, outputs, weights, biases });
  }
  return layers;
}

/** Hands out the training rows of one update after the other: each epoch a new shuffle, what fills no batch left out. */
export class BatchOrder {
  constructor(rows, batch, seed) {
    this.rows = rows;
    this.batch = Math.min(batch, rows);
    this.each = Math.floor(rows / this.batch);
    this.chance = this.batch < rows ? new Generator(seed, "batch order") : null;
    this.order = Int32Array.from({ length: rows }, (_, at) => at);
    this.taken = 0;
  }

  /** Return the rows of the next update; a view that the next call may overwrite. */
  next() {
    if (!this.chance) return this.order;
    const place = this.taken++ % this.each;
    if (place === 0) this.order = this.chance.permutation(this.rows);
    return this.order.subarray(place * this.batch, (place + 1) * this.batch);
  }
}

/** Return the stream of numbers that decide which hidden units are dropped. */
export function dropoutStream(seed) {
  return new Generator(seed, "dropout");
}

/** Return labels of which just a fraction, rounded to rows, are replaced by another class, all others equally likely. */
export function noisyLabels(labels, classes, fraction, seed) {
  const noisy = Uint8Array.from(labels);
  const wrong = evenRound(fraction * labels.length);
  if (!wrong) return noisy;
  const chance = new Generator(seed, "label noise train");
  const order = chance.permutation(labels.length);
  const shift = Array.from(labels, () => 1 + chance.below(classes - 1));
  for (const row of order.subarray(0, wrong)) noisy[row] = (labels[row] + shift[row]) % classes;
  return noisy;
}

/** Round to the nearest whole number, halves to the even one, as Python does. */
function evenRound(value) {
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
}
