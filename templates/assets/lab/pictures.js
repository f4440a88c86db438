/** Pictures of weights and of inputs: one canvas pixel a number, enlarged by the style sheet, in the colours of the page. */

const SHADES = 64;
const BINS = 256;
let known = null;

/** Return the page's colours as [red, green, blue] — paper, ink, second — and ramps: to ink, and of weights through zero. */
export function colours() {
  known ??= readColours();
  return known;
}

/** Read the colours anew when they are next asked for: the page has changed its theme. */
export function forgetColours() {
  known = null;
}

function readColours() {
  const style = getComputedStyle(document.documentElement);
  const parts = (colour) => colour.match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  const named = (name) => parts(style.getPropertyValue(name).trim());
  const stops = style.getPropertyValue("--diverging").trim().split(/\s+/).map(parts);
  const [paper, ink, second] = [named("--paper"), named("--ink"), named("--second")];
  return { paper, ink, second, toInk: ramp([paper, ink]), toSecond: ramp(stops.slice(2)), toLow: ramp(stops.slice(0, 3).reverse()) };
}

/** Return `SHADES` + 1 colours evenly spaced over some stops. */
function ramp(stops) {
  return Array.from({ length: SHADES + 1 }, (_, step) => {
    const at = (step / SHADES) * (stops.length - 1), low = Math.min(Math.floor(at), stops.length - 2);
    return stops[low].map((from, part) => from + (at - low) * (stops[low + 1][part] - from));
  });
}

/** Draw inputs from 0 to 1 as shades of ink on paper. */
export function drawInputs(canvas, inputs, side) {
  const { toInk } = colours();
  paint(canvas, side, side, (at) => shade(toInk, inputs[at]));
}

/**
 * Draw the weights of every unit of the first layer as a tile, in the colours that charts give to weights. One scale for
 * all tiles, set by a large weight that few exceed.
 */
export function drawWeights(canvas, { weights, inputs, outputs }, side) {
  const { toLow, toSecond } = colours();
  const columns = Math.min(outputs, outputs > 32 ? 16 : 8), rows = Math.ceil(outputs / columns), step = side + 1;
  const most = exceededByFew(weights);
  paint(canvas, columns * step - 1, rows * step - 1, (at, x, y) => {
    const unit = Math.floor(y / step) * columns + Math.floor(x / step);
    if (x % step === side || y % step === side || unit >= outputs) return null;
    const weight = weights[unit * inputs + (y % step) * side + (x % step)] / most;
    return shade(weight > 0 ? toSecond : toLow, Math.abs(weight));
  });
}

/** Return a size that at most 2 of 100 weights exceed, to the next of `BINS` steps: weights are many, and sorting is slow. */
export function exceededByFew(weights) {
  let largest = 0;
  for (let at = 0; at < weights.length; at++) largest = Math.max(largest, Math.abs(weights[at]) || 0);
  if (!largest || !Number.isFinite(largest)) return 1;
  const counts = new Uint32Array(BINS + 1);
  for (let at = 0; at < weights.length; at++) counts[Math.ceil((Math.abs(weights[at]) / largest) * BINS)] += 1;
  let bin = BINS;
  for (let above = counts[bin]; bin > 1 && above <= 0.02 * weights.length; above += counts[bin]) bin -= 1;
  return (bin / BINS) * largest;
}

/** A step of a ramp; what is no number is paper. */
function shade(ramp, share) {
  return ramp[Math.round(Math.min(share || 0, 1) * SHADES)];
}

function paint(canvas, width, height, colour) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const painted = colour(at, at % width, Math.floor(at / width));
    if (!painted) continue;
    for (let part = 0; part < 3; part++) image.data[4 * at + part] = painted[part];
    image.data[4 * at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
