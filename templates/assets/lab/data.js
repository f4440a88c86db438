/**
 * The data set as the lab's file holds it: one line of JSON with what is known of it, then the labels, a byte
 * each, then the inputs; all of it deflated (RFC 1950). Shades are bytes to be multiplied by `step`; other
 * inputs are 32-bit numbers. Rows are ordered train, validation, test.
 */

/** Return the data set from the inflated bytes of the file. */
export function readData(bytes) {
  const end = bytes.indexOf(10);
  const facts = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const rows = facts.sizes.train + facts.sizes.validation + facts.sizes.test;
  const labels = bytes.slice(end + 1, end + 1 + rows);
  const rest = bytes.slice(end + 1 + rows);
  const inputs = facts.step ? Float32Array.from(rest, (shade) => shade * facts.step) : numbers(rest);
  if (labels.length !== rows || inputs.length !== rows * facts.features) throw new Error("The data file is cut short.");
  return {
    ...facts, labels, inputs,
    part(name) {
      const { train, validation, test } = facts.sizes;
      return name === "test" ? [train + validation, train + validation + test] : [train, train + validation];
    },
  };
}

/** Return 32-bit numbers, little-endian whatever the machine. */
function numbers(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(4 * at, true));
}
