import { cellPlaces } from "./arithmetic.js";
import { colours, diverging, put } from "./colours.js";

/** Draws the numbers of a network at a checkpoint, one cell each, in the colours and on the scale of the figure. */
export function draw(stage, data) {
  const canvas = stage.querySelector("canvas");
  const { width, height, places } = cellPlaces(data.sizes);
  Object.assign(canvas, { width, height });
  return ([checkpoint]) => {
    const { stops } = colours();
    const image = canvas.getContext("2d").createImageData(width, height);
    places.forEach(([column, row], at) => {
      put(image, row * width + column, diverging(stops, data.bytes[checkpoint * places.length + at] / 127));
    });
    canvas.getContext("2d").putImageData(image, 0, 0);
  };
}
