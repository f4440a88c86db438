/** A recorded run, trained again here from its own start weights and batches, and how far the losses differ. */
import { BatchOrder, startWeights } from "./draws.js";
import { Run } from "./run.js";

const PARTS = ["train", "validation", "test"];

/** Return a record from its inflated bytes: facts, then start weights, then the rows of each batch. */
export function readRecord(bytes) {
  const end = bytes.indexOf(10);
  const facts = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const view = new DataView(bytes.buffer, bytes.byteOffset + end + 1);
  const { batch_size: batch, epochs, train } = facts.settings;
  const numbers = epochs * Math.floor(train / batch) * batch;
  const count = (view.byteLength - 2 * numbers) / 4;
  const start = Float32Array.from({ length: count }, (_, at) => view.getFloat32(4 * at, true));
  const batches = Int32Array.from({ length: numbers }, (_, at) => view.getUint16(4 * count + 2 * at, true));
  return { ...facts, start, batches };
}

/**
 * Return how the losses here differ from the recorded ones: `largest`, the largest relative difference over all
 * checkpoints and parts; `checkpoints`; `sameStart`, `sameBatches`: whether what is drawn here is what was recorded.
 */
export function repeated(record, data) {
  const { settings } = record;
  const sizes = [data.features, ...Array(settings.layers).fill(settings.units), data.classes];
  const drawn = startWeights(sizes, settings.seed, data.init, data.initScale);
  const start = layersOf(record.start, sizes);
  const order = new BatchOrder(settings.train, settings.batch_size, settings.seed);
  const batches = new Replayed(record.batches, Math.min(settings.batch_size, settings.train));
  const run = new Run(settings, data, start.map(copied), batches);
  let largest = 0, sameBatches = true;
  record.steps.forEach((step, at) => {
    while (run.updates < step) {
      const rows = batches.peek();
      sameBatches &&= order.next().every((row, place) => row === rows[place]);
      run.update();
    }
    const found = run.measure();
    for (const part of PARTS) {
      const wanted = record.losses[part][at];
      const apart = Math.abs(found[part].loss - wanted) / Math.abs(wanted);
      largest = Math.max(largest, Number.isNaN(apart) ? Infinity : apart);
    }
  });
  const sameStart = drawn.every(({ weights, biases }, at) =>
    weights.every((weight, place) => weight === start[at].weights[place]) &&
    biases.every((bias, place) => bias === start[at].biases[place]));
  return { largest, checkpoints: record.steps.length, updates: run.updates, sameStart, sameBatches };
}

/** Return the layers of a row of parameters: W1, b1, W2, …; each W as inputs × outputs there, outputs × inputs here. */
export function layersOf(row, sizes) {
  const layers = [];
  let from = 0;
  for (let at = 0; at + 1 < sizes.length; at++) {
    const [inputs, outputs] = [sizes[at], sizes[at + 1]];
    const weights = new Float32Array(inputs * outputs);
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) weights[output * inputs + input] = row[from + input * outputs + output];
    }
    from += inputs * outputs;
    layers.push({ inputs, outputs, weights, biases: Float32Array.from(row.subarray(from, from + outputs)) });
    from += outputs;
  }
  return layers;
}

function copied(layer) {
  return { ...layer, weights: layer.weights.slice(), biases: layer.biases.slice() };
}

/** Batches in a recorded order. */
class Replayed {
  constructor(rows, batch) {
    Object.assign(this, { rows, batch, done: 0 });
  }

  peek() {
    return this.rows.subarray(this.done * this.batch, (this.done + 1) * this.batch);
  }

  next() {
    const rows = this.peek();
    this.done += 1;
    return rows;
  }
}
