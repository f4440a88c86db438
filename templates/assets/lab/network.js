/**
 * A multi-layer perceptron with a softmax at its end: forwards, and backwards through cross-entropy.
 * Weights are rounded to single precision, as the recorded runs keep them; sums are taken in double.
 */

/** How each activation is computed, and its slope from the value that came out; not-a-number passes through. */
const ACTIVATIONS = {
  relu: [(x) => (x < 0 ? 0 : x), (y) => (y > 0 ? 1 : 0)],
  tanh: [Math.tanh, (y) => 1 - y * y],
  sigmoid: [(x) => 1 / (1 + Math.exp(-x)), (y) => y * (1 - y)],
  linear: [(x) => x, () => 1],
};

export class Network {
  /** layers: start weights, taken over. rows: the most rows that one call will see. */
  constructor(layers, activation, rows) {
    this.layers = layers;
    [this.activate, this.slope] = ACTIVATIONS[activation];
    this.rows = rows;
    this.values = layers.map((layer) => new Float64Array(rows * layer.outputs));
    this.errors = layers.map((layer) => new Float64Array(rows * layer.outputs));
    this.gradients = layers.map((layer) => ({
      weights: new Float64Array(layer.weights.length),
      biases: new Float64Array(layer.biases.length),
    }));
  }

  /** How many weights and biases there are. */
  get parameters() {
    return this.layers.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  }

  /**
   * Return the outputs of some rows, rows × classes; a view of memory that the next call overwrites.
   * inputs: rows × features. kept: for each hidden layer what its values are multiplied with, or nothing.
   */
  forward(inputs, rows, kept = null) {
    let before = inputs;
    this.layers.forEach((layer, at) => {
      const values = this.values[at];
      affine(layer, before, values, rows);
      if (at + 1 < this.layers.length) {
        const { activate } = this, count = rows * layer.outputs;
        for (let place = 0; place < count; place++) values[place] = activate(values[place]);
        if (kept) for (let place = 0; place < count; place++) values[place] *= kept[at][place];
      }
      before = values;
    });
    return before;
  }

  /** Fill `gradients` with the slopes of the mean cross-entropy of some rows, plus decay / 2 · Σ weights². */
  backward(inputs, labels, rows, decay, kept = null) {
    this.forward(inputs, rows, kept);
    const last = this.layers.length - 1;
    outputErrors(this.values[last], labels, rows, this.layers[last].outputs, this.errors[last]);
    for (let at = last; at >= 0; at--) {
      const layer = this.layers[at];
      const before = at ? this.values[at - 1] : inputs;
      gather(layer, this.errors[at], before, rows, this.gradients[at]);
      const { weights } = this.gradients[at];
      if (decay) for (let place = 0; place < weights.length; place++) weights[place] += decay * layer.weights[place];
      if (at) this.#back(at, rows, kept?.[at - 1]);
    }
  }

  #back(at, rows, kept) {
    const { inputs, outputs, weights } = this.layers[at];
    const errors = this.errors[at], into = this.errors[at - 1], values = this.values[at - 1];
    into.fill(0, 0, rows * inputs);
    for (let row = 0; row < rows; row++) {
      for (let output = 0; output < outputs; output++) {
        const error = errors[row * outputs + output];
        if (error === 0) continue;
        const from = output * inputs, to = row * inputs;
        for (let input = 0; input < inputs; input++) into[to + input] += error * weights[from + input];
      }
    }
    for (let place = 0; place < rows * inputs; place++) {
      const keep = kept ? kept[place] : 1;
      into[place] *= keep ? this.slope(values[place] / keep) * keep : 0;
    }
  }
}

/** values = inputs · weightsᵀ + biases, four outputs at a time. */
function affine({ inputs: width, outputs, weights, biases }, inputs, values, rows) {
  const fours = outputs - (outputs % 4);
  for (let row = 0; row < rows; row++) {
    const from = row * width, to = row * outputs;
    for (let output = 0; output < fours; output += 4) {
      let a = biases[output], b = biases[output + 1], c = biases[output + 2], d = biases[output + 3];
      let place = output * width;
      for (let input = 0; input < width; input++, place++) {
        const x = inputs[from + input];
        a += x * weights[place];
        b += x * weights[place + width];
        c += x * weights[place + 2 * width];
        d += x * weights[place + 3 * width];
      }
      values[to + output] = a;
      values[to + output + 1] = b;
      values[to + output + 2] = c;
      values[to + output + 3] = d;
    }
    for (let output = fours; output < outputs; output++) {
      let sum = biases[output];
      for (let input = 0; input < width; input++) sum += inputs[from + input] * weights[output * width + input];
      values[to + output] = sum;
    }
  }
}

/** Slopes of the mean cross-entropy with respect to the outputs: (softmax - wanted) / rows. */
function outputErrors(outputs, labels, rows, classes, errors) {
  for (let row = 0; row < rows; row++) {
    const from = row * classes;
    let most = -Infinity, sum = 0;
    for (let each = from; each < from + classes; each++) if (outputs[each] > most) most = outputs[each];
    for (let each = from; each < from + classes; each++) sum += errors[each] = Math.exp(outputs[each] - most);
    for (let each = from; each < from + classes; each++) errors[each] /= sum * rows;
    errors[from + labels[row]] -= 1 / rows;
  }
}

function gather({ inputs: width, outputs }, errors, before, rows, gradient) {
  gradient.weights.fill(0);
  gradient.biases.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      const error = errors[row * outputs + output];
      if (error === 0) continue;
      gradient.biases[output] += error;
      const from = row * width, to = output * width;
      for (let input = 0; input < width; input++) gradient.weights[to + input] += error * before[from + input];
    }
  }
}

/** Return the loss of each row in nats and the class with the largest output (the first of equals, 0 where none is). */
export function judged(outputs, labels, rows, classes) {
  const losses = new Float64Array(rows), guesses = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * classes;
    let most = -Infinity, sum = 0;
    for (let each = 0; each < classes; each++) {
      if (outputs[from + each] > most) {
        most = outputs[from + each];
        guesses[row] = each;
      }
    }
    for (let each = 0; each < classes; each++) sum += Math.exp(outputs[from + each] - most);
    losses[row] = most + Math.log(sum) - outputs[from + labels[row]];
  }
  return { losses, guesses };
}

/** Return the outputs of one row as chances that add up to 1. */
export function softmax(outputs) {
  const most = Math.max(...outputs);
  const powers = Array.from(outputs, (output) => Math.exp(output - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
