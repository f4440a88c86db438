/** One run: settings and data in, measurements out. It knows nothing of pages or workers. */
import { BatchOrder, dropoutStream, noisyLabels, startWeights } from "./draws.js";
import { Network, judged } from "./network.js";
import { optimizer } from "./optimizers.js";

export const STALL_SHARE = 0.95;
export const DIVERGE_FACTOR = 1000;
export const DROPOUT_LEVELS = 65536;

export class Run {
  /**
   * settings: learning_rate, batch_size, epochs, units, layers, dropout, weight_decay, momentum, optimizer,
   * label_noise, train (rows to learn from) and seed. data: see `data.js`. start, batches: start weights and an
   * order of batches to use in place of drawn ones.
   */
  constructor(settings, data, start = null, batches = null) {
    this.settings = settings;
    this.data = data;
    const { seed } = settings;
    this.rows = Math.min(settings.train ?? data.sizes.train, data.sizes.train);
    this.batch = Math.min(settings.batch_size, this.rows);
    this.total = settings.epochs * Math.floor(this.rows / this.batch);
    this.sizes = [data.features, ...Array(settings.layers).fill(settings.units), data.classes];
    const layers = start ?? startWeights(this.sizes, seed, data.init, data.initScale);
    this.network = new Network(layers, data.activation, Math.max(this.batch, CHUNK));
    this.rules = layers.map((layer) => ({
      weights: optimizer(settings.optimizer, layer.weights.length, settings.momentum),
      biases: optimizer(settings.optimizer, layer.biases.length, settings.momentum),
    }));
    this.labels = Uint8Array.from(data.labels);
    this.labels.set(noisyLabels(data.labels.subarray(0, this.rows), data.classes, settings.label_noise, seed));
    this.batches = batches ?? new BatchOrder(this.rows, this.batch, seed);
    this.stream = settings.dropout > 0 && settings.layers > 0 ? dropoutStream(seed) : null;
    this.inputs = new Float32Array(this.batch * data.features);
    this.wanted = new Uint8Array(this.batch);
    this.chance = entropy(this.labels.subarray(0, this.rows), data.classes);
    this.updates = 0;
  }

  /** Do one parameter update. */
  update() {
    const { data, network, settings } = this;
    this.batches.next().forEach((row, at) => {
      this.inputs.set(data.inputs.subarray(row * data.features, (row + 1) * data.features), at * data.features);
      this.wanted[at] = this.labels[row];
    });
    network.backward(this.inputs, this.wanted, this.batch, settings.weight_decay, this.stream && this.#kept());
    network.layers.forEach((layer, at) => {
      this.rules[at].weights(layer.weights, network.gradients[at].weights, settings.learning_rate);
      this.rules[at].biases(layer.biases, network.gradients[at].biases, settings.learning_rate);
    });
    this.updates += 1;
  }

  /** Return for each hidden layer 0 where a unit is dropped and 1 / (1 - rate) where it is kept, rows × units. */
  #kept() {
    const { units, layers, dropout } = this.settings;
    const numbers = this.stream.halves(new Uint16Array(layers * units * this.batch));
    const least = Math.fround(dropout) * DROPOUT_LEVELS;
    return Array.from({ length: layers }, (_, layer) => {
      const kept = new Float64Array(this.batch * units);
      for (let unit = 0; unit < units; unit++) {
        const from = (layer * units + unit) * this.batch;
        for (let row = 0; row < this.batch; row++) {
          if (numbers[from + row] >= least) kept[row * units + unit] = 1 / (1 - dropout);
        }
      }
      return kept;
    });
  }

  /**
   * Return what is measured now: `train`, `validation` and `test`, each {loss, accuracy}; `guesses` of the test
   * rows; and `outcome` if training ended here.
   */
  measure() {
    const { data, network } = this;
    const parts = { train: [0, this.rows], validation: data.part("validation"), test: data.part("test") };
    const found = { updates: this.updates };
    this.alive = network.layers.slice(1).map(() => data.activation !== "relu");
    for (const [name, [start, end]] of Object.entries(parts)) {
      const guesses = new Uint8Array(end - start);
      let loss = 0, right = 0;
      for (let from = start; from < end; from += CHUNK) {
        const rows = Math.min(CHUNK, end - from);
        const inputs = data.inputs.subarray(from * data.features, (from + rows) * data.features);
        const judgement = judged(network.forward(inputs, rows), this.labels.subarray(from), rows, data.classes);
        if (name === "train") this.#lookForLife(rows);
        guesses.set(judgement.guesses, from - start);
        for (let row = 0; row < rows; row++) {
          loss += judgement.losses[row];
          right += judgement.guesses[row] === this.labels[from + row];
        }
      }
      found[name] = { loss: loss / (end - start), accuracy: right / (end - start) };
      found.guesses = guesses;
    }
    found.outcome = this.#outcome(found);
    return found;
  }

  #lookForLife(rows) {
    this.alive.forEach((alive, layer) => {
      if (alive) return;
      const count = rows * this.network.layers[layer].outputs;
      this.alive[layer] = this.network.values[layer].subarray(0, count).some((value) => value > 0);
    });
  }

  /** One of `learns`, `stalls`, `dies`, `diverges`, by the rules that the recorded runs are judged by. */
  #outcome({ train, validation, test }) {
    const finite = [train, validation, test].every(({ loss }) => Number.isFinite(loss));
    const wild = !finite || train.loss > DIVERGE_FACTOR * this.chance || !this.network.layers.every(allFinite);
    if (wild) return "diverges";
    if (this.alive.includes(false)) return "dies";
    return train.loss < STALL_SHARE * this.chance ? "learns" : "stalls";
  }
}

/** Rows that are measured at once: few enough to stay in a processor's cache. */
const CHUNK = 64;

function allFinite({ weights, biases }) {
  return weights.every(Number.isFinite) && biases.every(Number.isFinite);
}

/** Return the loss of the best constant answer: the entropy of the classes' shares, in nats. */
export function entropy(labels, classes) {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label] += 1 / labels.length;
  return -counts.reduce((sum, share) => sum + (share ? share * Math.log(share) : 0), 0);
}
