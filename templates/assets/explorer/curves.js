import { bandPath, cellOf, count, linePath, scale } from "./arithmetic.js";
import { element } from "./svg.js";
import { local, percent } from "../js/numbers.js";
import { _ } from "../js/words.js";

const LEFT = 52, RIGHT = 14, TOP = 16, GAP = 62, BOTTOM = 24, SHARE = 0.62;

/** What the reader can point at. */
export const pointed = (stage) => [stage.querySelector("svg")];

/** Return which positions a point of the picture stands for, across and up as shares; only the first axis is pointed at. */
export function place([across], positions, sizes, width) {
  const at = Math.round(((across * width - LEFT) / (width - LEFT - RIGHT)) * (sizes[0] - 1));
  return [Math.min(Math.max(at, 0), sizes[0] - 1), ...positions.slice(1)];
}

/**
 * Draws what the figure shows, where each run ended along the first axis with the chosen one marked, and below it how the
 * chosen runs got there. Returns how to redraw.
 */
export function draw(stage, data) {
  const svg = stage.querySelector("svg");
  const sizes = data.axes.map((axis) => axis.keys.length);
  const { steps, middle, low, high } = data.curves;
  const share = steps.at(-1) <= 1;
  const known = [...low, ...high].flat().filter((value) => value !== null);
  const ends = data.unit === "percent" ? [0, 1] : [Math.min(...known), Math.max(...known)];
  const written = (value) => data.unit === "percent" ? percent(String(Math.round(100 * value))) : local(Number(value.toPrecision(2)).toString());
  const ticks = [ends[0], (ends[0] + ends[1]) / 2, ends[1]];
  return (positions) => {
    const { width, height } = svg.getBoundingClientRect();
    const split = TOP + (height - TOP - GAP - BOTTOM) * SHARE;
    const upper = scale(ends, [split, TOP]), lower = scale(ends, [height - BOTTOM, split + GAP]);
    const cell = cellOf(positions, sizes), side = data.sides?.[cell] ?? "";
    const settings = data.axes[0].words.map((_, at) => cellOf([at, ...positions.slice(1)], sizes));
    const across = scale([0, settings.length - 1], [LEFT, width - RIGHT]), along = scale([0, steps.at(-1)], [LEFT, width - RIGHT]);
    const final = (rows) => settings.map((each) => rows[each].at(-1));
    const places = settings.map((_, at) => at);
    const others = settings.filter((each) => each !== cell).map((each) => linePath(steps, middle[each], along, lower)).join("");
    const end = middle[cell].at(-1), x = across(positions[0]);
    const level = (value, y) => element("path", { class: "level", d: `M${LEFT} ${y(value)}H${width - RIGHT}` });
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren(
      ...[upper, lower].flatMap((y) => ticks.flatMap((value) => [level(value, y), text(LEFT - 8, y(value) + 5, written(value), "end")])),
      ...labels(data.axes[0].words, across, split + 20),
      text(LEFT, split + GAP - 12, share ? _`on the way there, of the whole training` : _`on the way there, ${count(steps.at(-1))} updates`, "start"),
      element("path", { class: "range", d: bandPath(places, final(low), final(high), across, upper) }),
      element("path", { class: "line", d: linePath(places, final(middle), across, upper) }),
      element("path", { class: "others", d: others }),
      element("path", { class: `range ${side}`, d: bandPath(steps, low[cell], high[cell], along, lower) }),
      element("path", { class: `line ${side}`, d: linePath(steps, middle[cell], along, lower) }),
      ...(end === null ? [] : chosen(x, upper(end), written(end), split, width)),
    );
  };
}

/** The chosen setting: a rule down to the axis, a ring, and the number beside it. */
function chosen(x, y, words, bottom, width) {
  const anchor = x > width - 90 ? "end" : "start";
  const label = text(x + (anchor === "end" ? -12 : 12), y < 40 ? y + 22 : y - 10, words, anchor);
  label.setAttribute("class", "chosen");
  return [element("path", { class: "rule", d: `M${x} ${y}V${bottom}` }), element("circle", { class: "ring", cx: x, cy: y, r: 6 }), label];
}

/** Names of the settings below the axis, as many as there is room for. */
function labels(words, across, y) {
  const room = across(1) - across(0), widest = Math.max(...words.map((each) => each.length)) * 9 + 14;
  const every = Math.max(1, Math.ceil(widest / room));
  const last = words.length - 1;
  return words.map((each, at) => [each, at]).filter(([, at]) => at % every === 0 && (at === 0 || at === last || last - at >= every || last % every === 0))
    .map(([each, at]) => text(across(at), y, each, at === 0 ? "start" : at === last ? "end" : "middle"));
}

function text(x, y, words, anchor) {
  const made = element("text", { x, y, "text-anchor": anchor });
  made.textContent = words;
  return made;
}
