import { cellOf } from "./arithmetic.js";
import { element } from "./curves.js";
import { colours, mixed } from "./shades.js";

const PIXEL = 8, FAILED = -128;

/** Draws a small map of verdicts for each sentence, with a frame around the chosen cell of all. */
export function habitat(stage, data) {
  const [columns, rows] = data.axes.map((axis) => axis.keys.length);
  const pictures = [...stage.querySelectorAll("svg")];
  pictures.forEach((svg, map) => {
    svg.setAttribute("viewBox", `0 0 ${columns * 24} ${rows * 16}`);
    const { verdicts } = data.maps[map];
    const cells = verdicts.map((verdict, cell) => {
      const x = Math.floor(cell / rows) * 24, y = (rows - 1 - (cell % rows)) * 16;
      const group = element("g", { class: verdict });
      group.append(element("rect", { x: x + 0.5, y: y + 0.5, width: 23, height: 15 }), mark(verdict, x + 12, y + 8));
      return group;
    });
    svg.replaceChildren(...cells, element("rect", { class: "chosen", "vector-effect": "non-scaling-stroke", width: 24, height: 16 }));
  });
  return ([column, row]) => {
    for (const svg of pictures) {
      const frame = svg.querySelector(".chosen");
      frame.setAttribute("x", column * 24);
      frame.setAttribute("y", (rows - 1 - row) * 16);
    }
  };
}

/** Draws the map of one number, a frame around the chosen run, and beside it all weights of the unit in that run. */
export function atlas(stage, data) {
  const [canvas, beside] = stage.querySelectorAll("canvas");
  const [width, height] = data.axes.map((axis) => axis.keys.length);
  const [high, wide] = data.picture;
  const count = high * wide, runs = width * height;
  Object.assign(canvas, { width: width * PIXEL, height: height * PIXEL });
  Object.assign(beside, { width: wide * PIXEL, height: high * PIXEL });
  return ([column, row]) => {
    const shown = colours(), context = canvas.getContext("2d"), small = beside.getContext("2d");
    for (let at = 0; at < runs; at++) {
      const [x, y] = [(at % width) * PIXEL, (height - 1 - Math.floor(at / width)) * PIXEL];
      fill(context, shade(data.bytes[at], shown), x, y);
      if (data.bytes[at] === FAILED) hatch(context, shown, x, y);
    }
    frame(context, shown, column * PIXEL, (height - 1 - row) * PIXEL);
    const start = runs + (row * width + column) * count;
    for (let at = 0; at < count; at++) {
      fill(small, shade(data.bytes[start + at], shown), (at % wide) * PIXEL, Math.floor(at / wide) * PIXEL);
    }
    frame(small, shown, (data.framed % wide) * PIXEL, Math.floor(data.framed / wide) * PIXEL);
  };
}

/** Return which sentence belongs to the chosen run of an atlas: rows follow one another from the bottom. */
export function sentenceOf([column, row], [width]) {
  return cellOf([row, column], [0, width]);
}

/** The same marks as in the figure: a triangle up, a triangle down, a ring. */
function mark(verdict, x, y) {
  if (verdict === "undecided") return element("circle", { cx: x, cy: y, r: 2.5 });
  const tip = verdict === "holds" ? -4 : 4;
  return element("path", { d: `M${x} ${y + tip}L${x + 4.5} ${y - tip}H${x - 4.5}Z` });
}

function shade(code, { paper, ink, second }) {
  if (code === FAILED) return mixed(paper, ink, 0.12);
  return mixed(paper, code > 0 ? second : ink, Math.abs(code) / 127);
}

function fill(context, colour, x, y) {
  context.fillStyle = `rgb(${colour})`;
  context.fillRect(x, y, PIXEL, PIXEL);
}

function hatch(context, { paper, ink }, x, y) {
  context.fillStyle = `rgb(${mixed(paper, ink, 0.35)})`;
  for (let step = 0; step < PIXEL; step++) context.fillRect(x + step, y + PIXEL - 1 - step, 1, 1);
}

function frame(context, { paper, ink }, x, y) {
  for (const [colour, out, line] of [[paper, 3, 5], [ink, 2, 2]]) {
    context.strokeStyle = `rgb(${colour})`;
    context.lineWidth = line;
    context.strokeRect(x - out + 1, y - out + 1, PIXEL + 2 * out - 2, PIXEL + 2 * out - 2);
  }
}
