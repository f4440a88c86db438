import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync, inflateSync } from "node:zlib";

import { readData } from "../../templates/assets/lab/data.js";
import { readRecord, repeated } from "../../templates/assets/lab/recorded.js";
import { Session } from "../../templates/assets/lab/session.js";
import { digits, reference, without } from "./reference.mjs";

const bytes = (base64) => new Uint8Array(inflateSync(Buffer.from(base64, "base64")));

function small() {
  const inputs = Float32Array.from({ length: 120 }, (_, at) => ((at * 7) % 13) / 13);
  const labels = Uint8Array.from({ length: 30 }, (_, at) => at % 3);
  return {
    sizes: { train: 20, validation: 5, test: 5 }, features: 4, classes: 3, activation: "relu", init: "he", initScale: 1,
    inputs, labels, part: (name) => (name === "test" ? [25, 30] : [20, 25]),
  };
}

const PLAIN = {
  learning_rate: 0.1, batch_size: 5, epochs: 4, units: 6, layers: 1, optimizer: "sgd", momentum: 0.9, weight_decay: 0,
  dropout: 0, label_noise: 0, train: 20, seed: 0,
};

test("a session trains its runs to their ends and tells each measurement once", () => {
  const session = new Session(3, [PLAIN, { ...PLAIN, batch_size: 10 }], small());
  const first = session.progress(true);
  assert.deepEqual(first.runs.map(({ updates, points }) => [updates, points.length]), [[0, 1], [0, 1]]);
  session.train(1e9);
  const { session: number, finished, runs } = session.progress(true);
  assert.deepEqual([number, finished], [3, true]);
  assert.deepEqual(runs.map(({ updates, total }) => [updates, total]), [[16, 16], [8, 8]]);
  assert.deepEqual(runs[0].points.map(({ updates }) => updates), Array.from({ length: 16 }, (_, at) => at + 1));
  assert.deepEqual(session.progress(false).runs[0].points, []);
});

test("no time, no update; and one step is one update of each run", () => {
  const session = new Session(0, [PLAIN, PLAIN], small());
  session.train(0);
  assert.deepEqual(session.progress(false).runs.map(({ updates }) => updates), [0, 0]);
  session.step();
  assert.deepEqual(session.progress(false).runs.map(({ updates }) => updates), [1, 1]);
});

test("training in slices, pausing and stepping give the same run as training at once", () => {
  const [whole, sliced] = [0, 1].map((number) => new Session(number, [{ ...PLAIN, dropout: 0.2 }], small()));
  whole.train(1e9);
  let clock = 0;
  while (!sliced.finished) {
    sliced.train(1.5, () => clock++);
    sliced.measure();
    sliced.step();
  }
  assert.deepEqual([...sliced.progress(false).runs[0].weights], [...whole.progress(false).runs[0].weights]);
});

test("a run without bound ends, and says that it diverged", () => {
  const settings = { ...PLAIN, learning_rate: 1000, weight_decay: 10, epochs: 100 };
  const session = new Session(0, [settings], small());
  session.train(1e9);
  const [run] = session.progress(true).runs;
  assert.equal(run.outcome, "diverges");
  assert.ok(run.finished && run.updates < run.total);
});

test("what a network gets wrong is told with its inputs, and chances add up to 1", () => {
  const session = new Session(0, [PLAIN], small());
  const [run] = session.progress(true).runs;
  assert.equal(run.of, 5);
  assert.ok(run.examples.every(({ guess, label, inputs }) => guess !== label && inputs.length === 4));
  const [chances] = session.recognise(new Float32Array(4));
  assert.ok(Math.abs(chances.reduce((a, b) => a + b) - 1) < 1e-12);
});

test("the data file holds the data set, as shades or as numbers", without, () => {
  const data = readData(bytes(reference.files["network.bin"]));
  const wanted = digits();
  assert.deepEqual([data.features, data.classes, data.side, data.sizes], [64, 10, 8, wanted.sizes]);
  assert.deepEqual(data.labels, wanted.labels);
  assert.deepEqual(data.inputs, wanted.inputs);
  assert.deepEqual([data.part("validation"), data.part("test")], [[1077, 1437], [1437, 1797]]);

  const facts = { features: 2, sizes: { train: 1, validation: 1, test: 0 } };
  const packed = Buffer.concat([Buffer.from(`${JSON.stringify(facts)}\n`), Buffer.from([1, 0]), Buffer.from(Float32Array.of(0.5, -1, 2, 3).buffer)]);
  assert.deepEqual([...readData(new Uint8Array(packed)).inputs], [0.5, -1, 2, 3]);
  assert.throws(() => readData(new Uint8Array(packed.subarray(0, -4))), /cut short/);
  assert.ok(deflateSync(packed).length > 0);
});

test("the recorded run, repeated from its own start, has the recorded losses", without, () => {
  const found = repeated(readRecord(bytes(reference.files["recorded.bin"])), digits());
  assert.ok(found.largest < 1e-3, String(found.largest));
  assert.deepEqual([found.sameStart, found.sameBatches, found.updates], [true, true, 99]);
});

test("a record that is not of this run is noticed", without, () => {
  const record = readRecord(bytes(reference.files["recorded.bin"]));
  const changed = repeated({ ...record, start: record.start.map((weight) => weight * 1.1) }, digits());
  assert.ok(changed.largest > 1e-2 && !changed.sameStart && changed.sameBatches);
  const shifted = repeated({ ...record, batches: record.batches.map((row) => (row + 1) % 1077) }, digits());
  assert.ok(!shifted.sameBatches && shifted.sameStart);
});
