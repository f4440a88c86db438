/** What the lab says in words: numbers, outcomes, summaries. It touches no page. */
import { LEARNED_SHARE, lowestValidation, verdictOf } from "./verdict.js";
import { local, percent } from "../js/numbers.js";
import { _ } from "../js/words.js";

const tested = ({ last }) => _`It reads ${share(last.test.accuracy)} of the test rows correctly.`;
const guessing = ({ chance }) => _`${settingWords(LEARNED_SHARE, "share")} of the ${loss(chance)} that guessing each class as often as it occurs gives`;

/** What each verdict on a run means, with the numbers that it follows from. */
const VERDICTS = {
  learned: (run) => _`It learned: the validation loss ended at ${loss(run.last.validation.loss)}, below ${guessing(run)}. ${tested(run)}`,
  "barely learned": (run) =>
    _`It barely learned: the validation loss ended at ${loss(run.last.validation.loss)}, not below ${guessing(run)}. ${tested(run)}`,
  memorized(run) {
    const lowest = lowestValidation(run);
    return (
      _`It memorized its training rows: from update ${count(lowest.updates)} on the validation loss rose from ${loss(lowest.validation.loss)} to ${loss(run.last.validation.loss)}, while the training loss fell to ${loss(run.last.train.loss)}. ${tested(run)}`
    );
  },
  stalled: ({ last, chance }) =>
    _`It failed: the training loss ended at ${loss(last.train.loss)}; guessing each class as often as it occurs gives ${loss(chance)}. The steps were too short or too few, the network was too small, or weight decay or dropout was too strong.`,
  died: () =>
    _`It failed: in one hidden layer no unit responds to any training row any more. The slope there is zero, so no update can change that. A step that was too long pushed all of them below zero.`,
  diverged: ({ updates }) =>
    _`It failed: it diverged, and was stopped after update ${count(updates)}. Each step overshot by more than the one before, until the loss grew without bound. Nothing is broken: this is what too large a learning rate does. Choose a smaller one.`,
};

/** Return what became of a run that ended. */
export function outcomeWords(run) {
  return VERDICTS[verdictOf(run)](run);
}

/** Return a verdict as the table of runs has it. */
export function outcomeName(verdict) {
  const names = {
    learned: _`learned`, memorized: _`memorized`, "barely learned": _`barely learned`,
    stalled: _`stalled`, died: _`died`, diverged: _`diverged`,
  };
  return names[verdict] ?? verdict;
}

/** Return what each run is called: by the settings in which two runs differ; one run alone needs no name of its own. */
export function runNames(settings, controls) {
  if (settings.length < 2) return [_`The run`];
  const apart = controls.filter(({ name }) => settings[0][name] !== settings[1][name]);
  if (!apart.length) return settings.map((each, at) => _`Run ${at + 1}`);
  return settings.map((each) => apart.map(({ name, label, form }) => `${label} ${settingWords(each[name], form)}`).join(", "));
}

/** Return where a run stands, in a sentence; `name` begins it. */
export function summary(name, run) {
  const { last, updates, total } = run;
  if (!last) return "";
  return _`${name}: update ${count(updates)} of ${count(total)}. Training loss ${loss(last.train.loss)}, validation loss ${loss(last.validation.loss)}, ${share(last.validation.accuracy)} of the validation rows right.`;
}

/** Return whole numbers with commas. The browser's own way costs a phone a tenth of a second when it is first asked. */
export function count(value) {
  return local(String(value).replace(/\B(?=(\d{3})+$)/g, ","));
}

/** Return a loss with three digits that count, or in words where its size says nothing any more. */
export function loss(value) {
  if (!Number.isFinite(value)) return _`without bound`;
  if (value >= 1e6) return _`over a million`;
  return value >= 100 ? count(Math.round(value)) : local(value.toPrecision(3));
}

/** Return a measured share in percent. */
export function share(value) {
  return percent((100 * value).toFixed(1));
}

/** Return a setting as the page shows it. form: `share` for percent. */
export function settingWords(value, form, all = null) {
  if (typeof value === "string") return value;
  if (form === "share") return percent(String(Number((100 * value).toFixed(2))));
  const shown = value >= 1000 && Number.isInteger(value) ? count(value) : local(String(Number(value.toFixed(10))));
  return value === all ? _`${shown} (all)` : shown;
}

/** Return the settings that are not as recorded, in words. */
export function changes(settings, controls) {
  const moved = controls.filter(({ name, start }) => settings[name] !== start);
  if (!moved.length) return _`as recorded`;
  return moved.map(({ name, label, form }) => `${label}: ${settingWords(settings[name], form)}`).join("; ");
}

/** Return whether two runs begin alike and see the same rows, in a sentence: what makes them comparable. */
export function sharedWords([one, two]) {
  const start = ["seed", "units", "layers"].every((name) => one[name] === two[name]);
  const batches = ["seed", "batch_size", "train"].every((name) => one[name] === two[name]);
  if (start && batches) return _`Both runs begin with the same weights and see the same rows in the same order.`;
  if (batches) return _`Both runs see the same rows in the same order; they cannot begin with the same weights.`;
  if (start) return _`Both runs begin with the same weights; the rows come to them in different batches.`;
  return _`The runs begin with different weights and see the rows in a different order.`;
}
