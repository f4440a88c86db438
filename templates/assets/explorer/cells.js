import { cellPlaces } from "./arithmetic.js";
import { colours, diverging } from "./colours.js";

const LARGEST = 127;

/** Draws the numbers of a network at a checkpoint, one cell each, in the colours and on the scale of the figure. */
export function draw(stage, data) {
  const canvas = stage.querySelector("canvas");
  const { width, height, places } = cellPlaces(data.sizes);
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const starts = places.map(([column, row]) => 4 * (row * width + column));
  return ([checkpoint]) => {
    const { stops } = colours();
    // A byte has few values: each colour is mixed once, not once a cell.
    const palette = Array.from({ length: 2 * LARGEST + 1 }, (_, at) => diverging(stops, at / LARGEST - 1));
    const image = context.createImageData(width, height);
    const pixels = image.data;
    for (let at = 0; at < starts.length; at += 1) {
      const number = data.bytes[checkpoint * starts.length + at];
      const [red, green, blue] = palette[Math.max(number, -LARGEST) + LARGEST];
      const start = starts[at];
      pixels[start] = red;
      pixels[start + 1] = green;
      pixels[start + 2] = blue;
      pixels[start + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  };
}
