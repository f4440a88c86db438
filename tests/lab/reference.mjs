/** The engine's numbers, from the file that LAB_REFERENCE names, and the data set among them. */
import { readFileSync } from "node:fs";

const path = process.env.LAB_REFERENCE;
export const reference = path ? JSON.parse(readFileSync(path)) : null;
export const without = reference ? {} : { skip: "set LAB_REFERENCE, or run: pytest tests/lab" };

export function digits(train = 1077) {
  const sizes = { train: 1077, validation: 360, test: 360 };
  const rows = reference.labels.map((label, row) => [label, reference.shades.slice(64 * row, 64 * (row + 1))]);
  const taken = [...rows.slice(0, train), ...rows.slice(1077)];
  sizes.train = train;
  return {
    sizes, features: 64, classes: 10, activation: "relu", init: "he", initScale: 1,
    labels: Uint8Array.from(taken, ([label]) => label),
    inputs: Float32Array.from(taken.flatMap(([, shades]) => shades), (shade) => shade / 16),
    part: (name) => (name === "test" ? [train + 360, train + 720] : [train, train + 360]),
  };
}

export function near(a, b, relative, absolute = 0) {
  return Math.abs(a - b) <= relative * Math.abs(b) + absolute;
}
