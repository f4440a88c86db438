/** The lab on its page: settings go to the worker, what it reports is shown. */
import { load } from "../explorer/load.js";
import { Chart } from "./chart.js";
import { Controls } from "./controls.js";
import { Field } from "./field.js";
import { Log } from "./log.js";
import { drawInputs, forgetColours } from "./pictures.js";
import { Results } from "./results.js";
import { countChanges, read, runsOf, sameRuns, write } from "./settings.js";
import { createTrainer } from "./trainer.js";
import { verdictOf } from "./verdict.js";
import { changes, count, runNames, share, sharedWords, summary } from "./words.js";
import { local } from "../js/numbers.js";
import { _ } from "../js/words.js";

const by = (name) => document.getElementById(`lab-${name}`);

class Lab {
  constructor(root) {
    this.root = root;
    this.step = null;
    this.session = 0;
    this.runs = [];
    this.running = false;
    this.ready = false;
    this.state = null;
    this.changed = 0;
    this.fixed = JSON.parse(root.dataset.fixed);
    this.controls = new Controls(by("form"), (done) => this.moved(done));
    this.results = [...root.querySelectorAll("[data-run]")].map((element) => new Results(element, null));
    this.charts = [
      new Chart(by("loss"), { percent: false, of: (point, part) => point[part].loss }),
      new Chart(by("accuracy"), { percent: true, of: (point, part) => point[part].accuracy }),
    ];
    const single = (first) => write({ step: null, first, apart: null }, this.controls.known);
    this.log = new Log(this.controls.known, single, root.dataset.name);
    this.send = hireTrainer(root.dataset.worker, (report) => this[`on_${report.event}`](report));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    load(root.dataset.network).then((bytes) => this.send("load", { bytes, calm }), instead);
    this.#listen();
    this.fromAddress();
  }

  #listen() {
    by("train").addEventListener("click", () => this.#train());
    by("once").addEventListener("click", () => rests("once") || this.#once());
    by("reset").addEventListener("click", () => this.begin());
    by("restore").addEventListener("click", () => this.go("?"));
    by("link").addEventListener("click", () => this.#copy());
    by("repeat").addEventListener("click", () => {
      if (rests("repeat")) return;
      rest("repeat", true);
      by("agreed").textContent = _`It is being trained.`;
      load(this.root.dataset.recorded).then((bytes) => this.send("repeat", { bytes }), ({ message }) => this.on_error({ message }));
    });
    this.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-step], a[data-settings]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.go(new URL(link.href).search || "?");
      if (link.dataset.settings !== undefined) by("train").focus();
    });
    addEventListener("popstate", () => this.fromAddress());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
  }

  /** Go to an address of this page, and take its settings. */
  go(query) {
    if (query !== (location.search || "?")) history.pushState(null, "", query === "?" ? location.pathname : query);
    this.fromAddress();
  }

  fromAddress() {
    const state = read(location.search, this.controls.known);
    this.controls.put(state);
    const before = this.step;
    this.#atStep(state.step);
    this.#take(before !== this.step);
  }

  /** The reader moved a setting; done: and let go of it. */
  moved(done) {
    if (!done) return;
    const query = write({ step: this.step, ...this.controls.state }, this.controls.known);
    history.pushState(null, "", query === "?" ? location.pathname : query);
    this.#take(false);
  }

  /** Take the settings of the form: at once where nothing is trained yet or all is anew, else they wait for the next run. */
  #take(anew) {
    const state = this.controls.state;
    if (this.state) this.changed += countChanges(this.state, state);
    this.state = state;
    by("chosen").textContent = count(this.changed);
    if (anew || !(this.running || this.runs.some(({ updates }) => updates))) return this.begin();
    this.#showShared(this.#wanted);
    this.#showWaiting();
  }

  /** All settings of each run that the form asks for. */
  get #wanted() {
    return runsOf(this.controls.state, this.fixed);
  }

  /** Whether the form asks for other runs than those that are shown. */
  get #waits() {
    return !sameRuns(this.settings, this.#wanted);
  }

  #showShared(settings) {
    by("shared").textContent = settings.length > 1 ? sharedWords(settings) : "";
  }

  /** Say whether settings wait for the next run, and what the buttons do now. */
  #showWaiting() {
    const waits = this.#waits;
    const finished = this.runs.length > 0 && this.runs.every((run) => run.finished);
    by("changed").hidden = !waits;
    by("changed").textContent = this.running
      ? _`Settings changed. They wait for the next run; this one goes on as it began.`
      : _`Settings changed. The results are still those of the run before; Train starts a new one.`;
    by("train").textContent = this.running ? _`Pause` : finished && !waits ? _`Train again` : _`Train`;
    rest("once", this.running || (finished && !waits));
  }

  #atStep(step) {
    const tasks = [...this.root.querySelectorAll("[data-task]")];
    this.step = tasks.some(({ dataset }) => dataset.task === step) ? step : null;
    const shown = this.step ?? tasks[0]?.dataset.task;
    for (const task of tasks) task.hidden = task.dataset.task !== shown;
    for (const link of this.root.querySelectorAll("[data-step]")) {
      if (link.dataset.step === this.step) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const words = tasks.find(({ dataset }) => dataset.task === shown)?.querySelectorAll(":scope > :not(details)") ?? [];
    by("doing").replaceChildren(...[...words].map((each) => each.cloneNode(true)));
  }

  /** Begin anew with the settings of the form; runs that had begun are noted. */
  begin() {
    if (this.runs.some(({ updates, finished }) => updates && !finished)) this.#noteRuns();
    this.settings = this.#wanted;
    this.names = runNames(this.settings, this.controls.known);
    this.#showShared(this.settings);
    this.runs = [];
    this.running = false;
    this.#showWaiting();
    this.session += 1;
    if (this.ready) this.send("begin", { number: this.session, settings: this.settings });
  }

  #train() {
    if (this.running) return this.send("pause");
    if (this.#waits || (this.runs.length && this.runs.every(({ finished }) => finished))) this.begin();
    this.running = true;
    this.announce(_`Training.`);
    this.send("train");
    const box = by("loss").getBoundingClientRect();
    if (box.bottom > innerHeight || box.bottom < 80) this.#scrollToTask(box.bottom);
  }

  #once() {
    if (this.#waits) this.begin();
    this.send("step");
  }

  /** Bring the first chart into sight, and above it the words of the step where there is room for both. */
  #scrollToTask(bottom) {
    const places = [this.root.querySelector("[data-task]:not([hidden])"), by("doing")].filter((each) => each?.offsetParent);
    const fits = (each) => bottom - each.getBoundingClientRect().top < 0.8 * innerHeight;
    (places.find(fits) ?? by("status")).scrollIntoView();
  }

  on_ready({ facts }) {
    this.ready = true;
    this.facts = facts;
    for (const results of this.results) results.side = facts.side;
    for (const name of ["train", "once", "reset", "repeat"]) by(name).disabled = false;
    if (facts.side) {
      this.field = new Field(by("field"), facts.side, (strokes) => this.#recognise(strokes), (words) => (by("cursor").textContent = words));
      by("wipe").addEventListener("click", () => this.field.wipe());
      by("drawing").hidden = false;
    }
    this.begin();
  }

  on_progress({ session, running, finished, runs }) {
    if (session !== this.session) return;
    const fresh = !this.runs.length;
    const noted = !fresh && this.runs.every((run) => run.finished);
    this.running = running;
    this.runs = runs.map((run, at) => {
      const points = [...(this.runs[at]?.points ?? []), ...run.points];
      return { ...run, points, last: points.at(-1) };
    });
    this.#showWaiting();
    by("learned").textContent = runs.map(({ updates }) => count(updates)).join(_` and `);
    this.charts.forEach((chart, at) => chart.show(this.runs, at ? 1 / this.facts.classes : runs[0].chance, this.names));
    this.results.forEach((results, at) => results.show(this.runs[at], this.names[at], this.settings[at] && _`Settings: ${changes(this.settings[at], this.controls.known)}`));
    if (finished && !noted) this.#noteRuns();
    if (!running) {
      const words = this.runs.map((run, at) => summary(this.names[at], run)).join(" ");
      const all = runs.map(({ parameters }) => count(parameters)).join(_` and `);
      this.announce(fresh ? _`Ready: ${all} weights and biases, none of them trained yet.` : words);
      for (const name of ["loss-words", "accuracy-words"]) by(name).textContent = words;
    }
    if (this.field) this.#recognise(this.field.strokes);
  }

  on_answer({ session, chances }) {
    if (session !== this.session || this.field.strokes.empty) return;
    const sentences = chances.map((each, at) => {
      const best = each.indexOf(Math.max(...each));
      const sure = Number.isFinite(each[best]);
      if (chances.length > 1) {
        const name = this.names[at];
        return sure ? _`The network with ${name} reads ${best}, and gives it ${share(each[best])}.` : _`The network with ${name} reads nothing: its weights are no numbers.`;
      }
      return sure ? _`The network reads ${best}, and gives it ${share(each[best])}.` : _`The network reads nothing: its weights are no numbers.`;
    });
    const untrained = this.runs.some(({ updates }) => !updates) ? _` It is not trained yet, and guesses.` : "";
    by("read").textContent = sentences.join(" ") + untrained;
  }

  on_agreement({ largest, checkpoints, updates, sameStart, sameBatches }) {
    rest("repeat", false);
    const alike = sameStart && sameBatches ? _`Start weights and batches drawn here are the recorded ones, number for number. ` : "";
    const words = largest < 1e-6 ? _`less than ${local("0.000001")}` : local(Number(largest.toPrecision(1)).toFixed(6).replace(/0+$/, ""));
    by("agreed").dataset.largest = largest;
    by("agreed").textContent = _`${alike}Over ${count(updates)} updates, ${checkpoints} checkpoints and three losses each, the largest relative difference from the recorded run is ${words}.`;
  }

  on_error({ message }) {
    this.running = false;
    rest("repeat", false);
    by("agreed").textContent = "";
    this.announce(message);
    if (!this.ready) instead();
  }

  #noteRuns() {
    this.runs.forEach((run, at) => this.log.note({ ...run, settings: this.settings[at], outcome: run.finished ? verdictOf(run) : "stopped" }));
  }

  #recognise(strokes) {
    const seen = by("seen");
    seen.hidden = strokes.empty;
    if (strokes.empty) {
      by("read").textContent = "";
      return;
    }
    const inputs = strokes.shades();
    drawInputs(seen, inputs, this.facts.side);
    this.send("recognise", { inputs });
  }

  #redraw() {
    forgetColours();
    for (const results of this.results) results.redraw();
    this.field?.draw();
    if (this.field) this.#recognise(this.field.strokes);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      this.announce(_`The link is copied.`);
    } catch {
      this.announce(_`The link to these settings is the address of this page: ${location.href}`);
    }
  }

  announce(words) {
    by("status").textContent = words;
  }
}

/** Return what sends a request to the trainer: in a worker, or on this page where none starts, as from disk. */
function hireTrainer(address, hear) {
  try {
    const worker = new Worker(address);
    worker.onmessage = ({ data }) => hear(data);
    worker.onerror = () => instead();
    return (request, more = {}) => worker.postMessage({ request, ...more });
  } catch {
    const take = createTrainer(hear);
    return (request, more = {}) => setTimeout(() => take({ request, ...more }));
  }
}

/** Let a button do nothing for a while. It keeps the focus, which `disabled` would take from a reader at a keyboard. */
function rest(name, still) {
  by(name).setAttribute("aria-disabled", still);
}

function rests(name) {
  return by(name).getAttribute("aria-disabled") === "true";
}

/** Show the figure where the lab cannot work. */
function instead() {
  document.getElementById("lab").hidden = true;
  by("instead").classList.add("shown");
}

if (window.DecompressionStream) new Lab(document.getElementById("lab"));
else instead();
