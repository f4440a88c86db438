import { bandPath, cellOf, count, linePath, scale } from "./arithmetic.js";
import { element } from "./svg.js";

const LEFT = 48, RIGHT = 10, TOP = 10, BOTTOM = 30;

/** Draws the curve of the chosen runs, median and range, over the curves of all others. Returns how to redraw. */
export function draw(stage, data) {
  const svg = stage.querySelector("svg");
  const sizes = data.axes.map((axis) => axis.keys.length);
  const { steps, middle, low, high } = data.curves;
  const share = steps.at(-1) <= 1;
  const known = [...low, ...high].flat().filter((value) => value !== null);
  const ends = data.unit === "percent" ? [0, 1] : [Math.min(...known), Math.max(...known)];
  const written = (value) => data.unit === "percent" ? `${Math.round(100 * value)}%` : Number(value.toPrecision(2)).toString();
  return (positions) => {
    const { width, height } = svg.getBoundingClientRect();
    const x = scale([0, steps.at(-1)], [LEFT, width - RIGHT]), y = scale(ends, [height - BOTTOM, TOP]);
    const cell = cellOf(positions, sizes), side = data.sides?.[cell] ?? "";
    const marks = [
      ...[ends[0], (ends[0] + ends[1]) / 2, ends[1]].map((value) => text(LEFT - 8, y(value) + 5, written(value), "end")),
      element("path", { class: "axis", d: `M${LEFT} ${y(ends[0])}H${width - RIGHT}` }),
      text(LEFT, height - 8, "0", "middle"),
      text(width - RIGHT, height - 8, share ? "whole training" : `${count(steps.at(-1))} updates`, "end"),
    ];
    const others = middle.filter((_, at) => at !== cell).map((row) => linePath(steps, row, x, y)).join("");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(
      ...marks,
      element("path", { class: "others", d: others }),
      element("path", { class: `range ${side}`, d: bandPath(steps, low[cell], high[cell], x, y) }),
      element("path", { class: `line ${side}`, d: linePath(steps, middle[cell], x, y) }),
    );
  };
}

function text(x, y, words, anchor) {
  const made = element("text", { x, y, "text-anchor": anchor });
  made.textContent = words;
  return made;
}
