/** The runs tried: a table on the page, and the same as CSV. */
import { csv } from "./csv.js";
import { changes, count, loss, outcomeName, share } from "./words.js";
import { _ } from "../js/words.js";

const MEASURES = ["train", "validation", "test"].flatMap((part) => [[part, "loss"], [part, "accuracy"]]);

export class Log {
  /** controls: what is known of each setting. linkOf: settings → the address that puts them in. name: of the file. */
  constructor(controls, linkOf, name) {
    Object.assign(this, { controls, linkOf, name, entries: [] });
    this.find("csv").addEventListener("click", () => this.#download());
    this.find("forget").addEventListener("click", () => {
      this.entries = [];
      this.#show();
      document.getElementById("lab-train").focus();
    });
  }

  find(name) {
    return document.getElementById(`lab-${name}`);
  }

  /** Note a run where it ended: its settings, updates, outcome and last measurements. */
  note(entry) {
    this.entries.push(entry);
    this.#show();
  }

  #show() {
    const none = this.entries.length === 0;
    this.find("none").hidden = !none;
    for (const name of ["table", "csv", "forget"]) this.find(name).hidden = none;
    this.find("rows").replaceChildren(...this.entries.map((entry, at) => this.#row(entry, at + 1)));
  }

  #row({ settings, updates, total, outcome, last }, number) {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = number;
    const link = document.createElement("a");
    link.href = this.linkOf(settings);
    link.dataset.settings = "";
    link.textContent = changes(settings, this.controls);
    const done = updates < total ? _`${count(updates)} of ${count(total)}` : count(updates);
    const numbers = [done, loss(last.train.loss), loss(last.validation.loss), share(last.validation.accuracy), share(last.test.accuracy)];
    row.append(head, cell(link), cell(outcomeName(outcome)), ...numbers.map((words) => cell(words, "n")));
    return row;
  }

  /** Return the table as CSV: every setting of every run, and every number unrounded. */
  text() {
    const names = this.controls.map(({ name }) => name);
    const head = ["run", ...names, "updates", "of_updates", "outcome", ...MEASURES.map((each) => each.join("_"))];
    const rows = this.entries.map(({ settings, updates, total, outcome, last }, at) => [
      at + 1, ...names.map((name) => settings[name]), updates, total, outcome,
      ...MEASURES.map(([part, measure]) => last[part][measure]),
    ]);
    return csv([head, ...rows]);
  }

  #download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text()], { type: "text/csv" }));
    link.download = `${this.name}-runs.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

function cell(content, kind = "") {
  const made = document.createElement("td");
  made.className = kind;
  made.append(content);
  return made;
}
