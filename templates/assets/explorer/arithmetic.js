import { local } from "../js/numbers.js";

/** Arithmetic of explorers, free of the page: cells, scales, paths, bytes of maps, and the state in the address. */

/** Return which cell a position on each axis is, the last axis fastest. */
export function cellOf(positions, sizes) {
  return positions.reduce((cell, at, axis) => cell * sizes[axis] + at, 0);
}

/** Return a function from a domain to pixels, straight. */
export function scale([low, high], [from, to]) {
  const slope = (to - from) / (high - low || 1);
  return (value) => from + (value - low) * slope;
}

/** Return the path of a line; where a value is null the line is broken. */
export function linePath(xs, ys, x, y) {
  let pen = "M";
  return xs.map((at, i) => {
    if (ys[i] === null) {
      pen = "M";
      return "";
    }
    const piece = `${pen}${round(x(at))} ${round(y(ys[i]))}`;
    pen = "L";
    return piece;
  }).join("");
}

/** Return the path of the area between two lines; positions where one is null are left out. */
export function bandPath(xs, lows, highs, x, y) {
  const there = xs.map((_, i) => i).filter((i) => lows[i] !== null && highs[i] !== null);
  if (there.length < 2) return "";
  const above = there.map((i) => `${round(x(xs[i]))} ${round(y(highs[i]))}`);
  const below = there.reverse().map((i) => `${round(x(xs[i]))} ${round(y(lows[i]))}`);
  return `M${[...above, ...below].join("L")}Z`;
}

/** Return the number that a byte of a map stands for, to the two digits that it holds. */
export function decoded(code, { low, high }) {
  const size = 10 ** (low + ((Math.abs(code) - 1) / 126) * (high - low));
  return Math.sign(code) * Number(size.toPrecision(2));
}

/** Return where each number of a network stands in a picture: a row for each unit, its incoming weights, then its bias. */
export function cellPlaces(sizes) {
  const width = Math.max(...sizes.slice(0, -1)) + 1;
  const places = [];
  let top = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [inputs, outputs] = [sizes[layer], sizes[layer + 1]];
    // In the record all weights of a layer come before its biases, those of one input beside one another.
    for (let input = 0; input <= inputs; input++) {
      for (let output = 0; output < outputs; output++) places.push([input, top + output]);
    }
    top += outputs + 1;
  }
  return { width, height: top - 1, places };
}

/** Return the positions that an address asks for, or null; keys: of each axis, as links write them. */
export function positionsIn(search, id, keys) {
  const written = new URLSearchParams(search).get(`explore-${id}`);
  if (written === null) return null;
  const parts = written.split("_");
  const positions = keys.map((of, axis) => of.indexOf(parts[axis]));
  return parts.length === keys.length && positions.every((at) => at >= 0) ? positions : null;
}

/** Return a query in which an explorer's positions are written; at its start nothing is. Others' words stay. */
export function queryOf(search, id, keys, positions, start) {
  const query = new URLSearchParams(search);
  if (positions.every((at, axis) => at === start[axis])) query.delete(`explore-${id}`);
  else query.set(`explore-${id}`, positions.map((at, axis) => keys[axis][at]).join("_"));
  const text = query.toString();
  return text && `?${text}`;
}

/** Return a whole number with commas. The browser's own way costs a phone a tenth of a second when it is first asked. */
export function count(value) {
  return local(String(value).replace(/\B(?=(\d{3})+$)/g, ","));
}

/** Return a number as readers see it. */
export function inWords(number) {
  return local(new Intl.NumberFormat("en", { maximumSignificantDigits: 3 }).format(number)).replace("-", "−");
}

function round(pixels) {
  return Math.round(pixels * 10) / 10;
}
