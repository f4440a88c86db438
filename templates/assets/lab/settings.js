/** Settings as the address holds them: `?learning_rate=0.3&beside.seed=1`. What is as recorded is left out. */

const BESIDE = "beside.";

/**
 * Return what an address asks for: `step`, the guided step; `first`, all settings of the first run; `apart`, the one
 * setting in which a second run differs, with `other`, its value there; apart is null for one run alone.
 * controls: [{name, values, start}], values as numbers or words. What is no value of a setting is passed over.
 */
export function read(query, controls) {
  const asked = new URLSearchParams(query);
  const first = {};
  let apart = null, other = null;
  for (const control of controls) {
    first[control.name] = valueOf(asked.get(control.name), control) ?? control.start;
    const second = valueOf(asked.get(BESIDE + control.name), control);
    if (second !== null && apart === null) [apart, other] = [control.name, second];
  }
  return { step: asked.get("step"), first, apart, other };
}

/** Return the address that asks for a state: the reverse of `read`. */
export function write({ step, first, apart, other }, controls) {
  const asked = new URLSearchParams();
  if (step) asked.set("step", step);
  for (const { name, start } of controls) if (first[name] !== start) asked.set(name, plain(first[name]));
  if (apart) asked.set(BESIDE + apart, plain(other));
  return `?${asked}`;
}

/** Return all settings of each run: one, or two that are the same but for one. fixed: those that nobody can move here. */
export function runsOf({ first, apart, other }, fixed = {}) {
  const one = { ...fixed, ...first };
  return apart ? [one, { ...one, [apart]: other }] : [one];
}

/** Return in how many settings two states differ; a second run that comes or goes changes none. */
export function countChanges(before, after) {
  const moved = Object.keys(after.first).filter((name) => before.first[name] !== after.first[name]).length;
  return moved + (after.apart !== null && before.apart === after.apart && before.other !== after.other);
}

/** Return whether runs with some settings are what other settings ask for. */
export function sameRuns(some, others) {
  return some.length === others.length && some.every((one, at) => Object.keys(one).every((name) => one[name] === others[at][name]));
}

/** Return a written value as a setting takes it, brought within its bounds; null where it is none. */
export function valueOf(written, { values, start, most }) {
  if (written === null || written.trim() === "") return null;
  if (typeof start === "string") return values.includes(written) ? written : null;
  const value = Number(written);
  if (!Number.isFinite(value)) return null;
  const whole = values.every(Number.isInteger);
  const bounded = Math.min(Math.max(value, most ? 0 : Math.min(...values)), most || Math.max(...values));
  return whole ? Math.round(bounded) : bounded;
}

/** Return a slider's values with one more among them, where it is not there yet. */
export function withValue(values, value) {
  return values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
}

/** Return a number without an exponent and without noise in its last digits. */
export function plain(value) {
  return typeof value === "string" ? value : value.toFixed(10).replace(/\.?0+$/, "");
}
