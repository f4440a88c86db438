import { cellOf } from "./arithmetic.js";
import { colours, diverging, mixed } from "./colours.js";

const PIXEL = 8, FAILED = -128;

/** What the reader can point at: the map, not the picture beside it. */
export const pointed = (stage) => [stage.querySelector("canvas")];

/** Draws the map of one number, a frame around the chosen run, and beside it all weights of the unit in that run. */
export function draw(stage, data) {
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

/** Return the sentence of the chosen run: rows follow one another from the bottom. */
export function sentence(data, [column, row], [width]) {
  return data.said[cellOf([row, column], [0, width])];
}

function shade(code, { paper, ink, stops }) {
  return code === FAILED ? mixed(paper, ink, 0.12) : diverging(stops, code / 127);
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
