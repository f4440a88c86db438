/** What one run shows of itself: numbers, outcome, pictures of its weights, what it gets wrong. */
import { drawInputs, drawWeights } from "./pictures.js";
import { verdictOf } from "./verdict.js";
import { count, loss, outcomeWords, share } from "./words.js";
import { _ } from "../js/words.js";

export class Results {
  /** element: the part of the page for this run. side: of an input as a picture, or null where it is none. */
  constructor(element, side) {
    Object.assign(this, { element, side, shown: null });
  }

  part(name) {
    return this.element.querySelector(`[data-part="${name}"]`);
  }

  /** Show a run, or nothing. run: what the worker reported, with `last`, its last measurement; name, words: what it is called, and its settings. */
  show(run, name, words) {
    this.element.hidden = !run;
    this.shown = run;
    if (!run) return;
    this.part("name").textContent = name;
    this.part("settings").textContent = words;
    for (const name of ["train", "validation", "test"]) {
      const known = run.last && (name !== "test" || run.finished);
      this.part(`${name}-loss`).textContent = known ? loss(run.last[name].loss) : "–";
      this.part(`${name}-accuracy`).textContent = known ? share(run.last[name].accuracy) : "–";
    }
    const outcome = this.part("outcome");
    const verdict = run.finished ? outcomeWords(run) : "";
    if (outcome.textContent !== verdict) outcome.textContent = verdict;
    outcome.dataset.outcome = run.finished ? verdictOf(run) : "";
    if (this.side) this.#pictures(run);
  }

  /** Draw the pictures again, in the colours that the page has now. */
  redraw() {
    if (this.shown && this.side) this.#pictures(this.shown);
  }

  #pictures(run) {
    const figure = this.part("pictures");
    const canvas = figure.querySelector("canvas");
    drawWeights(canvas, run, this.side);
    canvas.setAttribute("aria-label", _`Weights of the first layer after ${count(run.updates)} updates: a picture for each of ${run.outputs} units`);
    figure.hidden = false;
    const mistakes = this.part("mistakes");
    mistakes.hidden = !run.examples || run.updates === 0;
    if (!mistakes.hidden) this.#mistakes(run);
  }

  #mistakes({ wrong, of, examples }) {
    const words = wrong === 0 ? _`None of ${count(of)} test rows.` : _`${count(wrong)} of ${count(of)} test rows`;
    this.part("mistakes-words").textContent = wrong > examples.length ? _`${words}; the first ${examples.length}:` : words;
    const items = examples.map(({ label, guess, inputs }) => {
      const item = document.createElement("li");
      const canvas = document.createElement("canvas");
      drawInputs(canvas, inputs, this.side);
      canvas.setAttribute("aria-hidden", "true");
      item.append(canvas, _`a ${label}, read as ${guess}`);
      return item;
    });
    this.element.querySelector(".lab-mistakes").replaceChildren(...items);
  }
}
