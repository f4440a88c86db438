/** What a finished run's numbers say of it. It touches no page. */

/** How far the validation loss must have risen from its lowest, as a share of the loss of guessing, if the run only memorized. */
export const RISE_SHARE = 0.1;
/** The validation loss of a network that learned is below this share of the loss of guessing. */
export const LEARNED_SHARE = 0.5;

const FAILED = { stalls: "stalled", dies: "died", diverges: "diverged" };

/**
 * Return one of `learned`, `memorized`, `barely learned`, `stalled`, `died`, `diverged`.
 * run: {outcome, chance, points, last}; chance: the loss of guessing by how common each class is; points: its
 * measurements in order, `last` the last of them.
 */
export function verdictOf(run) {
  const { outcome, chance, last } = run;
  if (outcome in FAILED) return FAILED[outcome];
  const lowest = lowestValidation(run);
  const rise = last.validation.loss - lowest.validation.loss;
  if (rise > RISE_SHARE * chance && last.train.loss < lowest.train.loss) return "memorized";
  return last.validation.loss < LEARNED_SHARE * chance ? "learned" : "barely learned";
}

/** Return the measurement with the lowest validation loss. */
export function lowestValidation({ points }) {
  return points.reduce((best, point) => (point.validation.loss < best.validation.loss ? point : best));
}
