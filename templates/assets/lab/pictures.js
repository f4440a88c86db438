/** Pictures of weights and of inputs: one canvas pixel a number, enlarged by the style sheet, in the colours of the page. */

/** Return the page's colours as [red, green, blue]: paper, ink, second. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return { paper: named("--paper"), ink: named("--ink"), second: named("--second") };
}

/** Draw inputs from 0 to 1 as shades of ink on paper. */
export function drawInputs(canvas, inputs, side) {
  const { paper, ink } = colours();
  paint(canvas, side, side, (at) => mixed(paper, ink, inputs[at]));
}

/**
 * Draw the weights of every unit of the first layer as a tile: positive ones towards the second colour, negative ones
 * towards ink. One scale for all tiles, set by a large weight that few exceed.
 */
export function drawWeights(canvas, { weights, inputs, outputs }, side) {
  const { paper, ink, second } = colours();
  const columns = Math.min(outputs, 8), rows = Math.ceil(outputs / columns), step = side + 1;
  const sizes = Float32Array.from(weights, Math.abs).sort();
  const most = sizes[Math.floor(0.98 * (sizes.length - 1))] || 1;
  paint(canvas, columns * step - 1, rows * step - 1, (at, x, y) => {
    const unit = Math.floor(y / step) * columns + Math.floor(x / step);
    if (x % step === side || y % step === side || unit >= outputs) return null;
    const weight = weights[unit * inputs + (y % step) * side + (x % step)] / most;
    return mixed(paper, weight > 0 ? second : ink, Math.min(Math.abs(weight) || 0, 1));
  });
}

function paint(canvas, width, height, colour) {
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) {
    const painted = colour(at, at % width, Math.floor(at / width));
    if (painted) image.data.set([...painted, 255], 4 * at);
  }
  context.putImageData(image, 0, 0);
}

function mixed(from, to, share) {
  return from.map((value, at) => value + share * (to[at] - value));
}
