import { cellPlaces } from "./arithmetic.js";
import { colours, mixed, put } from "./colours.js";

/** Draws the numbers of a network at a checkpoint, one cell each: above zero towards blue, below towards ink. */
export function draw(stage, data) {
  const canvas = stage.querySelector("canvas");
  const { width, height, places } = cellPlaces(data.sizes);
  Object.assign(canvas, { width, height });
  return ([checkpoint]) => {
    const { paper, ink, second } = colours();
    const image = canvas.getContext("2d").createImageData(width, height);
    places.forEach(([column, row], at) => {
      const value = data.bytes[checkpoint * places.length + at] / 127;
      // The square root makes the many small numbers visible beside the few large ones.
      put(image, row * width + column, mixed(paper, value > 0 ? second : ink, Math.sqrt(Math.abs(value))));
    });
    canvas.getContext("2d").putImageData(image, 0, 0);
  };
}
