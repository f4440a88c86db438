import assert from "node:assert/strict";
import { test } from "node:test";

import { Network } from "../../templates/assets/lab/network.js";
import { optimizer } from "../../templates/assets/lab/optimizers.js";
import { Run, entropy } from "../../templates/assets/lab/run.js";
import { startWeights } from "../../templates/assets/lab/draws.js";
import { digits, near, reference, without } from "./reference.mjs";

const OUTCOMES = ["learns", "stalls", "dies", "diverges"];

for (const name of Object.keys(reference?.cases ?? { "no reference": 0 })) {
  test(`losses agree with the engine's at every checkpoint: ${name}`, without, () => {
    const wanted = reference.cases[name];
    const run = new Run(wanted.settings, digits(wanted.settings.train));
    // Far too large a rate amplifies the last digit of each sum: what becomes of such a run agrees, its losses need not.
    const chaotic = name.startsWith("chaotic");
    wanted.steps.forEach((step, at) => {
      while (run.updates < step) run.update();
      const found = run.measure();
      for (const part of chaotic && at ? [] : ["train", "validation", "test"]) {
        const [loss, accuracy] = [wanted[`${part}_loss`][at], wanted[`${part}_accuracy`][at]];
        const said = `${part} at update ${step}: ${found[part].loss}, recorded ${loss}`;
        if (loss === null) assert.ok(!Number.isFinite(found[part].loss), said);
        else assert.ok(near(found[part].loss, loss, 1e-3), said);
        assert.ok(near(found[part].accuracy, accuracy, 0, 0.0031), `accuracy of ${said}`);
      }
      if (at + 1 === wanted.steps.length) assert.equal(found.outcome, OUTCOMES[wanted.outcome]);
    });
    assert.equal(run.updates, run.total);
  });
}

for (const activation of ["relu", "tanh", "sigmoid", "linear"]) {
  test(`gradients are the slopes of the loss: ${activation}`, () => {
    const layers = startWeights([5, 4, 4, 3], 1);
    // Doubles, so that small differences of the loss mean something.
    for (const layer of layers) layer.weights = Float64Array.from(layer.weights);
    const network = new Network(layers, activation, 6);
    const inputs = Float64Array.from({ length: 30 }, (_, at) => Math.sin(at));
    const labels = [0, 1, 2, 2, 1, 0];
    const kept = [4, 4].map((units) => Float64Array.from({ length: 6 * units }, (_, at) => (at % 5 ? 1.25 : 0)));
    const decay = 0.1;
    const objective = () => {
      const outputs = network.forward(inputs, 6, kept);
      let sum = 0;
      labels.forEach((label, row) => {
        const mine = outputs.subarray(3 * row, 3 * row + 3);
        sum += Math.log(mine.reduce((total, output) => total + Math.exp(output), 0)) - mine[label];
      });
      return sum / 6 + (decay / 2) * layers.reduce((all, { weights }) => all + weights.reduce((s, w) => s + w * w, 0), 0);
    };
    network.backward(inputs, labels, 6, decay, kept);
    layers.forEach(({ weights }, at) => {
      for (let place = 0; place < weights.length; place++) {
        const [kept, step] = [weights[place], 1e-6];
        weights[place] = kept + step;
        const above = objective();
        weights[place] = kept - step;
        const slope = (above - objective()) / (2 * step);
        weights[place] = kept;
        assert.ok(near(network.gradients[at].weights[place], slope, 1e-5, 1e-8));
      }
    });
  });
}

test("the first update of each optimizer is as long as its formula says", () => {
  for (const [name, wanted] of [["sgd", -0.2], ["momentum", -0.2], ["adam", -0.1]]) {
    const parameters = Float32Array.of(0);
    optimizer(name, 1, 0.9)(parameters, [2], 0.1);
    assert.ok(near(parameters[0], wanted, 1e-6));
  }
});

test("momentum carries the step on where the gradient is gone", () => {
  const parameters = Float32Array.of(0);
  const move = optimizer("momentum", 1, 0.5);
  move(parameters, [1], 1);
  move(parameters, [0], 1);
  assert.equal(parameters[0], -1.5);
});

test("two equally frequent classes have an entropy of log 2", () => {
  assert.ok(near(entropy([0, 1, 1, 0], 2), Math.LN2, 1e-12));
});

test("runs of one seed that differ in one setting begin alike and see the same rows", without, () => {
  const base = reference.cases["as recorded"].settings;
  const [one, two] = [0.1, 0.3].map((rate) => new Run({ ...base, learning_rate: rate }, digits()));
  assert.deepEqual(one.network.layers, two.network.layers);
  for (let update = 0; update < 40; update++) assert.deepEqual(one.batches.next(), two.batches.next());
});
