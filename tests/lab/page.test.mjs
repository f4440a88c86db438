import assert from "node:assert/strict";
import { test } from "node:test";

import { spread, ticks } from "../../templates/assets/lab/chart.js";
import { csv } from "../../templates/assets/lab/csv.js";
import { exceededByFew } from "../../templates/assets/lab/pictures.js";
import { countChanges, plain, read, runsOf, sameRuns, valueOf, withValue, write } from "../../templates/assets/lab/settings.js";
import { Strokes } from "../../templates/assets/lab/strokes.js";
import { LEARNED_SHARE, RISE_SHARE, verdictOf } from "../../templates/assets/lab/verdict.js";
import { changes, count, loss, outcomeWords, runNames, settingWords, share, sharedWords } from "../../templates/assets/lab/words.js";

const CONTROLS = [
  { name: "learning_rate", label: "Learning rate", form: "plain", values: [0.0001, 0.1, 10], start: 0.1, most: 0 },
  { name: "optimizer", label: "Optimizer", form: "plain", values: ["sgd", "adam"], start: "sgd", most: 0 },
  { name: "epochs", label: "Epochs", form: "plain", values: [1, 20, 200], start: 20, most: 0 },
  { name: "seed", label: "Seed", form: "plain", values: [0], start: 0, most: 4294967295 },
  { name: "dropout", label: "Dropout", form: "share", values: [0, 0.5], start: 0, most: 0 },
];
const START = { learning_rate: 0.1, optimizer: "sgd", epochs: 20, seed: 0, dropout: 0 };

test("an empty address asks for the recorded settings, and they make an empty address", () => {
  const state = read("", CONTROLS);
  assert.deepEqual(state, { step: null, first: START, apart: null, other: null });
  assert.equal(write(state, CONTROLS), "?");
});

test("what is written into an address is read out of it", () => {
  const state = { step: "fast", first: { ...START, learning_rate: 0.0001, optimizer: "adam", seed: 7 }, apart: "seed", other: 12 };
  const query = write(state, CONTROLS);
  assert.equal(query, "?step=fast&learning_rate=0.0001&optimizer=adam&seed=7&beside.seed=12");
  assert.deepEqual(read(query, CONTROLS), state);
});

test("nonsense in an address is passed over, and numbers are brought within their bounds", () => {
  const { first } = read("?learning_rate=fast&optimizer=best&epochs=1e9&seed=-3&dropout=0.25&colour=red", CONTROLS);
  assert.deepEqual(first, { ...START, epochs: 200, dropout: 0.25 });
  assert.equal(valueOf("3.7", CONTROLS[2]), 4);
  assert.equal(valueOf("", CONTROLS[0]), null);
  assert.equal(valueOf("Infinity", CONTROLS[0]), null);
});

test("a second run is the first but for one setting", () => {
  const state = read("?beside.learning_rate=10&beside.epochs=1", CONTROLS);
  assert.deepEqual(runsOf(state), [START, { ...START, learning_rate: 10 }]);
  assert.equal(runsOf(read("", CONTROLS)).length, 1);
  assert.deepEqual(runsOf(state, { units: 32, seed: 9 })[1], { ...START, units: 32, learning_rate: 10 });
});

test("a slider takes any value in its place", () => {
  assert.deepEqual(withValue([1, 10], 3), [1, 3, 10]);
  assert.deepEqual(withValue([1, 10], 10), [1, 10]);
  assert.equal(plain(0.1 + 0.2), "0.3");
});

test("CSV is quoted where it must be, and no spreadsheet takes a cell for a formula", () => {
  const rows = [["run", "=1+1", "@a", "a,b", 'say "x"', "-x"], [1, -0.5, NaN, null, "plain", "two\nlines"]];
  assert.equal(csv(rows), `run,'=1+1,'@a,"a,b","say ""x""",'-x\r\n1,-0.5,,,plain,"two\nlines"\r\n`);
});

test("a drawing fills the square whatever its size and place", () => {
  const [large, small] = [[4, 28, 2], [3, 12, 1]].map(([from, to, pen]) => {
    const strokes = new Strokes(8);
    strokes.line({ x: from, y: from }, { x: to, y: to }, pen);
    return strokes.shades();
  });
  const apart = large.map((shade, at) => Math.abs(shade - small[at]));
  assert.ok(Math.max(...apart) < 0.5);
  assert.ok(large[0] > 0.3 && large[63] > 0.3 && large[7] === 0);
  assert.ok(new Strokes(8).shades().every((shade) => shade === 0));
});

test("an upright stroke stays narrow and stands in the middle", () => {
  const strokes = new Strokes(8);
  strokes.line({ x: 5, y: 2 }, { x: 5, y: 30 }, 2);
  const shades = strokes.shades();
  const columns = Array.from({ length: 8 }, (_, column) => shades.filter((_, at) => at % 8 === column).reduce((a, b) => a + b));
  assert.ok(columns[3] > 2 && columns[4] > 2 && columns[0] === 0 && columns[7] === 0);
  assert.ok(shades.every((shade) => shade >= 0 && shade <= 1 + 1e-6));
});

test("a square is painted and wiped by keyboard", () => {
  const strokes = new Strokes(8);
  assert.equal(strokes.toggle(2, 3), true);
  assert.equal(strokes.ink.reduce((a, b) => a + b), 16);
  assert.equal(strokes.toggle(2, 3), false);
  assert.ok(strokes.empty);
});

test("few weights exceed the end of the scale, and none is needed to be a number", () => {
  const weights = Float32Array.from({ length: 1000 }, (_, at) => ((at % 2 ? -1 : 1) * at) / 1000);
  const end = exceededByFew(weights);
  assert.ok(weights.filter((weight) => Math.abs(weight) > end).length <= 20);
  assert.ok(Math.abs(end - 0.98) < 0.005);
  assert.ok(exceededByFew(Float32Array.of(0.5, 0.5, NaN)) >= 0.5);
  assert.deepEqual([[0, 0], [NaN], [1, Infinity], [256, ...Array(99).fill(NaN)]].map((of) => exceededByFew(Float32Array.from(of))), [1, 1, 1, 1]);
});

test("ticks are round and stay on the axis", () => {
  assert.deepEqual(ticks(2.5, 4), [0, 1, 2]);
  assert.deepEqual(ticks(660, 3), [0, 500]);
  assert.deepEqual(ticks(1, 4), [0, 0.5, 1]);
  assert.ok(ticks(1e-6, 4).every((tick) => tick <= 1e-6));
});

test("numbers are said as readers expect them", () => {
  assert.deepEqual([0, 660, 6600, 4294967295].map(count), ["0", "660", "6,600", "4,294,967,295"]);
  assert.deepEqual([loss(0.01234), loss(12345.6), loss(NaN), loss(3e9)], ["0.0123", "12,346", "without bound", "over a million"]);
  assert.deepEqual([share(0.95), share(1 / 3), settingWords(0.05, "share"), settingWords(1077, "plain", 1077)], ["95.0%", "33.3%", "5%", "1,077 (all)"]);
  assert.equal(changes({ ...START, dropout: 0.5, seed: 3 }, CONTROLS), "Seed: 3; Dropout: 50%");
  assert.equal(changes(START, CONTROLS), "as recorded");
});

/** A finished run whose measurements are [training loss, validation loss], ten updates apart. */
function ran(losses, outcome = "learns") {
  const points = losses.map(([train, validation], at) => ({
    updates: 10 * at, train: { loss: train, accuracy: 1 }, validation: { loss: validation, accuracy: 0.5 }, test: { loss: validation, accuracy: 0.642 },
  }));
  return { outcome, chance: 2, points, last: points.at(-1), updates: points.at(-1).updates };
}

test("the verdict follows from the losses, on both sides of each limit", () => {
  const [limit, rise] = [2 * LEARNED_SHARE, 2 * RISE_SHARE];
  assert.equal(verdictOf(ran([[2, 2], [0.1, limit - 0.01]])), "learned");
  assert.equal(verdictOf(ran([[2, 2], [0.1, limit]])), "barely learned");
  assert.equal(verdictOf(ran([[2, 2], [0.5, 0.5], [0.1, 0.5 + rise - 0.01]])), "learned");
  assert.equal(verdictOf(ran([[2, 2], [0.5, 0.5], [0.1, 0.5 + rise + 0.01]])), "memorized");
  assert.equal(verdictOf(ran([[2, 2], [0.5, 0.5], [0.6, 1.2]])), "barely learned", "both losses rose: it memorized nothing");
  assert.deepEqual(["stalls", "dies", "diverges"].map((outcome) => verdictOf(ran([[2, 2]], outcome))), ["stalled", "died", "diverged"]);
});

test("every verdict is explained with its numbers, and only a network that learned is said to have learned", () => {
  const memorized = outcomeWords(ran([[2, 2], [0.5, 0.833], [0.015, 1.82]]));
  assert.match(memorized, /^It memorized its training rows: from update 10 on .* rose from 0\.833 to 1\.82, .* fell to 0\.0150\. It reads 64\.2% of the test rows/);
  assert.match(outcomeWords(ran([[2, 2], [0.1, 0.2]])), /^It learned: .* 0\.200, below 50% of the 2\.00 that guessing/);
  assert.match(outcomeWords(ran([[2, 2], [1.7, 1.75]])), /^It barely learned: .* 1\.75, not below/);
  for (const outcome of ["stalls", "dies", "diverges"]) assert.match(outcomeWords(ran([[2, 2]], outcome)), /^It failed: /);
  assert.match(outcomeWords({ ...ran([[2, 2]], "diverges"), updates: 1234 }), /after update 1,234.*Nothing is broken/);
});

test("two runs are called by the setting in which they differ", () => {
  assert.deepEqual(runNames([START, { ...START, dropout: 0.5 }], CONTROLS), ["Dropout 0%", "Dropout 50%"]);
  assert.deepEqual(runNames([START], CONTROLS), ["The run"]);
  assert.deepEqual(runNames([START, START], CONTROLS), ["Run 1", "Run 2"]);
});

test("changes of settings are counted one by one, and a second run that comes is none", () => {
  const state = { first: START, apart: null, other: null };
  assert.equal(countChanges(state, { ...state, first: { ...START } }), 0);
  assert.equal(countChanges(state, { ...state, first: { ...START, seed: 1, dropout: 0.5 } }), 2);
  assert.equal(countChanges(state, { ...state, apart: "seed", other: 1 }), 0);
  assert.equal(countChanges({ ...state, apart: "seed", other: 1 }, { ...state, apart: "seed", other: 2 }), 1);
  assert.ok(sameRuns([START], [{ ...START }]));
  assert.ok(!sameRuns([START], [{ ...START, seed: 1 }]) && !sameRuns([START], [START, START]));
});

test("names of curves keep clear of one another and of the word for chance", () => {
  assert.deepEqual(spread([50, 90], [], 10, 200, 18), [50, 90]);
  for (const wanted of [[50, 52], [10, 10], [200, 250], [-5, 300], [100, 118]]) {
    const taken = [100];
    const rows = [...taken, ...spread(wanted, taken, 10, 200, 18)];
    const gaps = rows.flatMap((one, at) => rows.slice(at + 1).map((other) => Math.abs(one - other)));
    assert.ok(Math.min(...gaps) >= 18 && Math.min(...rows) >= 10 && Math.max(...rows) <= 200, String(rows));
  }
});

test("it is said truly what two runs share", () => {
  const base = { seed: 0, units: 32, layers: 1, batch_size: 32, train: 100, learning_rate: 0.1 };
  assert.match(sharedWords([base, { ...base, learning_rate: 1 }]), /^Both runs begin with the same weights and see the same rows/);
  assert.match(sharedWords([base, { ...base, units: 8 }]), /cannot begin with the same weights/);
  assert.match(sharedWords([base, { ...base, batch_size: 8 }]), /in different batches/);
  assert.match(sharedWords([base, { ...base, seed: 8 }]), /in a different order/);
});
