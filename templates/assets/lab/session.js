/** What the worker does: one or two runs trained in turns, a slice of time after another. No worker is needed to test it. */
import { Run } from "./run.js";
import { softmax } from "./network.js";

const MEASUREMENTS = 60;
const EXAMPLES = 12;

export class Session {
  /** number: echoed in every report of this session. settings: of one run or of two. data: see `data.js`. */
  constructor(number, settings, data) {
    this.number = number;
    this.data = data;
    this.runs = settings.map((each) => new TrackedRun(new Run(each, data)));
  }

  get finished() {
    return this.runs.every((tracked) => tracked.finished);
  }

  /** Train for some milliseconds, by turns: the run that lags behind, as a share of its length, goes first. */
  train(milliseconds, now = () => performance.now()) {
    const end = now() + milliseconds;
    while (!this.finished && now() < end) {
      const waiting = this.runs.filter((tracked) => !tracked.finished);
      waiting.reduce((a, b) => (b.share < a.share ? b : a)).update();
    }
  }

  /** Do one parameter update of every run that is not finished. */
  step() {
    for (const tracked of this.runs) {
      if (tracked.finished) continue;
      tracked.update();
      tracked.measure();
    }
  }

  /** Measure every run where it stands, as a pause shows it. */
  measure() {
    for (const tracked of this.runs) tracked.measure();
  }

  /** Return what is new since this was last called, for the page to show; `whole` adds what only rests are worth. */
  progress(whole) {
    return { session: this.number, finished: this.finished, runs: this.runs.map((tracked) => tracked.progress(whole)) };
  }

  /** Return the chances that each run's network gives every class for some inputs. */
  recognise(inputs) {
    return this.runs.map(({ run }) => softmax(run.network.forward(inputs, 1).slice(0, this.data.classes)));
  }
}

class TrackedRun {
  constructor(run) {
    this.run = run;
    this.every = Math.max(1, Math.ceil(run.total / MEASUREMENTS));
    this.points = [];
    this.measure();
  }

  get finished() {
    return this.run.updates >= this.run.total || this.last.outcome === "diverges";
  }

  get share() {
    return this.run.updates / this.run.total;
  }

  update() {
    this.run.update();
    if (this.run.updates % this.every === 0 || this.run.updates === this.run.total) this.measure();
  }

  measure() {
    if (this.last?.updates === this.run.updates) return;
    this.last = this.run.measure();
    const { updates, train, validation, test } = this.last;
    this.points.push({ updates, train, validation, test });
  }

  progress(whole) {
    const { run, last } = this;
    const points = this.points.splice(0);
    const { weights, outputs, inputs } = run.network.layers[0];
    const progress = {
      updates: run.updates, total: run.total, parameters: run.network.parameters, chance: run.chance,
      finished: this.finished, outcome: last.outcome, points, weights: weights.slice(), outputs, inputs,
    };
    return whole ? { ...progress, ...this.#mistakes() } : progress;
  }

  /** The first test rows that the network gets wrong, and how many there are. */
  #mistakes() {
    const { data } = this.run;
    const [start] = data.part("test");
    const wrong = [];
    this.last.guesses.forEach((guess, at) => {
      if (guess !== data.labels[start + at]) wrong.push({ row: start + at, guess, label: data.labels[start + at] });
    });
    const examples = wrong.slice(0, EXAMPLES).map((example) => ({
      ...example, inputs: data.inputs.slice(example.row * data.features, (example.row + 1) * data.features),
    }));
    return { wrong: wrong.length, of: this.last.guesses.length, examples };
  }
}
