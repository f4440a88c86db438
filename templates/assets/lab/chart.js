/** A line chart in an `svg` of the page: axes with few round ticks, one line a run and part, drawn to the width there is. */
import { count } from "./words.js";

const NAMES = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 30, 10, 30];

export class Chart {
  /** percent: whether values are shares; of: (point, part) → value. */
  constructor(svg, { percent, of }) {
    Object.assign(this, { svg, percent, of, runs: [], chance: null, width: 0, height: 0 });
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      Object.assign(this, { width, height });
      this.draw();
    }).observe(svg);
  }

  /** Show runs: [{points, total}], and the level of chance as a dotted line. */
  show(runs, chance) {
    Object.assign(this, { runs, chance });
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
      const words = this.percent ? `${Math.round(100 * value)}%` : String(value);
      parts.push(element("text", { x: LEFT - 6, y: y(value) + 5, "text-anchor": "end" }, words));
    }
    for (const value of ticks(last, width < 300 ? 2 : 3)) {
      parts.push(element("text", { x: x(value), y: height - 10, "text-anchor": "middle" }, count(value)));
    }
    if (this.chance !== null) {
      parts.push(element("path", { class: "chance", d: `M${LEFT} ${y(this.chance)}H${width - RIGHT}` }));
      parts.push(element("text", { x: width - RIGHT, y: y(this.chance) - 5, "text-anchor": "end", "paint-order": "stroke" }, "chance"));
    }
    this.runs.forEach(({ points }, run) => parts.push(...this.#lines(points, run + 1, x, y, top)));
    // On the screen one to one; on paper, where nothing is drawn anew, as large as there is room.
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.replaceChildren(...parts);
  }

  #lines(points, number, x, y, top) {
    const drawn = [];
    let end = null;
    for (const part of ["train", "validation"]) {
      const shown = points.filter((point) => Number.isFinite(this.of(point, part)));
      if (!shown.length) continue;
      const path = shown.map((point, at) => `${at ? "L" : "M"}${x(point.updates).toFixed(1)} ${y(this.of(point, part)).toFixed(1)}`);
      drawn.push(element("path", { class: `line run${number} ${part}`, d: path.join("") }));
      const last = shown.at(-1);
      if (part === "validation" || !end) end = { x: x(last.updates) + 5, y: y(this.of(last, part)) + 5, off: this.of(last, part) > top };
    }
    if (end && points.length > 1) {
      const words = end.off ? `${number} ↑` : String(number);
      const side = this.runs.length > 1 ? (number === 1 ? -4 : 8) : 0;
      drawn.push(element("text", { class: `run${number}`, x: end.x, y: end.y + side, "paint-order": "stroke" }, words));
    }
    return drawn;
  }

  /** The top of the axis of losses: the largest seen, but not more than twice what chance gives. */
  #top() {
    const values = this.runs.flatMap(({ points }) => points.flatMap((point) => [this.of(point, "train"), this.of(point, "validation")]));
    const most = Math.max(0, ...values.filter(Number.isFinite));
    return Math.max(1.1 * Math.min(most, 2 * (this.chance ?? most)), 1.1 * (this.chance ?? 0), 1e-6);
  }
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
