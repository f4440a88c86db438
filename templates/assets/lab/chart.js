/** A line chart in an `svg` of the page: axes with few round ticks, one line a run and part, drawn to the width there is. */
import { count } from "./words.js";
import { local, percent } from "../js/numbers.js";
import { _ } from "../js/words.js";

const NAMES = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 16, 10, 30];
const LINE = 18;
/** What the words at the end of the axis of updates need, in pixels. */
const END = 130;

export class Chart {
  /** percent: whether values are shares; of: (point, part) → value. */
  constructor(svg, { percent, of }) {
    Object.assign(this, { svg, percent, of, runs: [], chance: null, width: 0, height: 0 });
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      Object.assign(this, { width, height });
      this.draw();
    }).observe(svg);
  }

  /** Show runs: [{points, total}], the level of chance as a dotted line, and at the end of each run's curve its name. */
  show(runs, chance, names) {
    Object.assign(this, { runs, chance, names });
    this.draw();
  }

  draw() {
    const { width, height } = this;
    if (!width) return;
    const parts = [];
    const last = Math.max(1, ...this.runs.map(({ total }) => total));
    const top = this.percent ? 1 : this.#top();
    const x = (updates) => LEFT + (updates / last) * (width - LEFT - RIGHT);
    const y = (value) => height - BOTTOM - (Math.min(value, top) / top) * (height - TOP - BOTTOM);
    parts.push(element("path", { class: "axis", d: `M${LEFT} ${TOP}V${height - BOTTOM}H${width - RIGHT}` }));
    for (const value of ticks(top, 4)) {
      const words = this.percent ? percent(String(Math.round(100 * value))) : local(String(value));
      parts.push(element("text", { x: LEFT - 6, y: y(value) + 5, "text-anchor": "end" }, words));
    }
    parts.push(element("text", { x: width - RIGHT, y: height - 10, "text-anchor": "end" }, _`${count(last)} updates`));
    for (const value of ticks(last, width < 300 ? 2 : 3).filter((each) => x(each) < width - RIGHT - END)) {
      parts.push(element("text", { x: x(value), y: height - 10, "text-anchor": "middle" }, count(value)));
    }
    if (this.chance !== null) {
      parts.push(element("path", { class: "chance", d: `M${LEFT} ${y(this.chance)}H${width - RIGHT}` }));
    }
    this.runs.forEach(({ points }, run) => parts.push(...this.#lines(points, run + 1, x, y)));
    if (this.chance !== null) {
      parts.push(element("text", { x: width - RIGHT, y: y(this.chance) - 5, "text-anchor": "end", "paint-order": "stroke" }, _`chance`));
    }
    if (this.runs.length > 1) parts.push(...this.#names(x, y, top));
    // On the screen one to one; on paper, where nothing is drawn anew, as large as there is room.
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.replaceChildren(...parts);
  }

  #lines(points, number, x, y) {
    return ["train", "validation"].flatMap((part) => {
      const shown = points.filter((point) => Number.isFinite(this.of(point, part)));
      if (!shown.length) return [];
      const path = shown.map((point, at) => `${at ? "L" : "M"}${x(point.updates).toFixed(1)} ${y(this.of(point, part)).toFixed(1)}`);
      return [element("path", { class: `line run${number} ${part}`, d: path.join("") })];
    });
  }

  /** The runs' names, each above the end of its validation curve and clear of the other. */
  #names(x, y, top) {
    const ends = this.runs.flatMap(({ points }, at) => {
      const last = points.findLast((point) => Number.isFinite(this.of(point, "validation")));
      if (!last || points.length < 2) return [];
      const value = this.of(last, "validation");
      return [{ at, x: x(last.updates), y: y(value) - 6, words: value > top ? `${this.names[at]} ↑` : this.names[at] }];
    });
    const taken = this.chance === null ? [] : [y(this.chance) - 5];
    const rows = spread(ends.map((end) => end.y), taken, TOP + LINE / 2, this.height - BOTTOM - 4, LINE);
    return ends.map((end, each) => element("text", {
      class: `run${end.at + 1}`, x: end.x, y: rows[each], "text-anchor": end.x > this.width / 2 ? "end" : "start", "paint-order": "stroke",
    }, end.words));
  }

  /** The top of the axis of losses: the largest seen, but not more than twice what chance gives. */
  #top() {
    const values = this.runs.flatMap(({ points }) => points.flatMap((point) => [this.of(point, "train"), this.of(point, "validation")]));
    const most = Math.max(0, ...values.filter(Number.isFinite));
    return Math.max(1.1 * Math.min(most, 2 * (this.chance ?? most)), 1.1 * (this.chance ?? 0), 1e-6);
  }
}

/**
 * Return where lines of text stand, each as near to where it is wanted as it can: between two ends, and at least `apart`
 * from one another and from the places that are taken.
 */
export function spread(wanted, taken, low, high, apart) {
  const placed = [...taken];
  return wanted.map((place) => {
    const near = Math.min(Math.max(place, low), high);
    const free = (at) => at >= low && at <= high && placed.every((other) => Math.abs(other - at) >= apart - 1e-9);
    const tries = [near, ...placed.flatMap((other) => [other - apart, other + apart])].filter(free);
    const found = tries.reduce((best, at) => (Math.abs(at - near) < Math.abs(best - near) ? at : best), tries[0] ?? near);
    placed.push(found);
    return found;
  });
}

/** Return round numbers from 0 up to a limit, about as many as wanted. */
export function ticks(limit, wanted) {
  const rough = limit / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((each) => each >= rough * 0.999);
  return Array.from({ length: Math.floor(limit / step + 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(6)));
}

function element(name, attributes, words = "") {
  const made = document.createElementNS(NAMES, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (words) made.textContent = words;
  return made;
}
