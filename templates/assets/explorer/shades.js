import { cellPlaces } from "./arithmetic.js";

/** Draws the numbers of a network at a checkpoint, one cell each: above nought towards blue, below towards ink. */
export function cells(canvas, data) {
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

/** Draws a map, and a cross at the chosen pixel. The runs below nought wear the first colour, the others greys. */
export function map(canvas, data) {
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

/** Return the colours that the page wears now. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return { paper: named("--paper"), ink: named("--ink"), first: named("--first"), second: named("--second") };
}

/** Return a colour a share of the way from the ground to another. */
export function mixed(ground, colour, share) {
  return ground.map((from, part) => Math.round(from + (colour[part] - from) * share));
}

function put(image, at, colour) {
  image.data.set([...colour, 255], 4 * at);
}
