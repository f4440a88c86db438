import assert from "node:assert/strict";
import { test } from "node:test";

import { BatchOrder, dropoutStream, noisyLabels, startWeights } from "../../templates/assets/lab/draws.js";
import { Generator, crc32 } from "../../templates/assets/lab/random.js";
import { near, reference, without } from "./reference.mjs";

test("the checksum is the one that the letters 1 to 9 are known by", () => {
  assert.equal(crc32("123456789"), 0xcbf43926);
});

test("normal numbers are numpy's, and so is what is drawn after them", without, () => {
  const chance = new Generator(3, "some purpose");
  for (const wanted of reference.normals) assert.ok(near(chance.normal(), wanted, 1e-12));
  assert.equal(chance.fraction(), reference.after);
});

test("start weights are those of the recorded runs, to single precision", without, () => {
  for (const [init, wanted] of Object.entries(reference.start)) {
    const layers = startWeights([64, 16, 8, 10], 5, init, 0.5);
    const flat = layers.flatMap(({ inputs, outputs, weights, biases }) => [
      ...Array.from(weights, (_, at) => weights[(at % outputs) * inputs + Math.floor(at / outputs)]), ...biases,
    ]);
    assert.deepEqual(flat, wanted);
  }
});

test("start weights of zero are zero", () => {
  assert.ok(startWeights([3, 2], 0, "zero").every(({ weights }) => weights.every((weight) => weight === 0)));
});

test("batches come in the recorded order, over the end of an epoch too", without, () => {
  const order = new BatchOrder(100, 32, 4);
  assert.deepEqual(reference.batches.map(() => [...order.next()]), reference.batches);
});

test("a batch of all rows takes them in order", () => {
  assert.deepEqual([...new BatchOrder(5, 99, 0).next()], [0, 1, 2, 3, 4]);
});

test("wrong labels are the recorded ones", without, () => {
  assert.deepEqual([...noisyLabels(reference.labels.slice(0, 200), 10, 0.3, 11)], reference.noisy);
});

test("more noise keeps the wrong labels of less, and none changes none", () => {
  const labels = Uint8Array.from({ length: 90 }, (_, at) => at % 3);
  const some = noisyLabels(labels, 3, 0.2, 1), more = noisyLabels(labels, 3, 0.6, 1);
  assert.deepEqual(noisyLabels(labels, 3, 0, 1), labels);
  assert.equal(some.filter((label, at) => label !== labels[at]).length, 18);
  some.forEach((label, at) => label !== labels[at] && assert.equal(more[at], label));
});

test("dropout numbers are the recorded ones", without, () => {
  assert.deepEqual([...dropoutStream(2).halves(new Uint16Array(60))], reference.dropout);
});
