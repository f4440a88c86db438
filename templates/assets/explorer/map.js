import { decoded, inWords } from "./arithmetic.js";
import { colours, mixed, put } from "./colours.js";
import { _ } from "../js/words.js";

/** What the reader can point at. */
export const pointed = (stage) => [stage.querySelector("canvas")];

/** Draws a map, and a cross at the chosen pixel. The runs below zero have the first colour, the others greys. */
export function draw(stage, data) {
  const canvas = stage.querySelector("canvas");
  const [width, height] = data.axes.map((axis) => axis.keys.length);
  Object.assign(canvas, { width, height });
  return ([column, row]) => {
    const { paper, ink, first } = colours();
    const context = canvas.getContext("2d"), image = context.createImageData(width, height);
    data.bytes.forEach((code, at) => {
      const flipped = (height - 1 - Math.floor(at / width)) * width + (at % width);
      const depth = 0.2 + 0.6 * (Math.abs(code) / 127);
      put(image, flipped, mixed(paper, code < 0 ? first : ink, code < 0 ? depth : depth * 0.6));
    });
    context.putImageData(image, 0, 0);
    const [x, y] = [column, height - 1 - row];
    for (const [colour, wide] of [[paper, 3], [ink, 1]]) {
      context.fillStyle = `rgb(${colour})`;
      const half = (wide - 1) / 2;
      for (const side of [-14, 4]) {
        context.fillRect(x + side, y - half, 11, wide);
        context.fillRect(x - half, y + side, wide, 11);
      }
    }
  };
}

/** Return what became of the chosen run, in words. */
export function sentence(data, [column, row], [width]) {
  const number = decoded(data.bytes[row * width + column], data);
  const side = number < 0 ? data.below : data.above, size = inWords(Math.abs(number));
  if (data.capped && Math.abs(number) >= decoded(127, data)) return _`${side}; ${data.measure} at least ${size}.`;
  return _`${side}; ${data.measure} about ${size}.`;
}
