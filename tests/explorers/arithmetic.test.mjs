import assert from "node:assert/strict";
import { test } from "node:test";

import * as arithmetic from "../../templates/assets/explorer/arithmetic.js";

test("cells are numbered with the last axis fastest, each once", () => {
  const sizes = [3, 4];
  const found = [0, 1, 2].flatMap((a) => [0, 1, 2, 3].map((b) => arithmetic.cellOf([a, b], sizes)));
  assert.deepEqual(found, [...Array(12).keys()]);
});

test("a scale leads the ends of its domain to the ends of its pixels, also downward and for a domain of one value", () => {
  const up = arithmetic.scale([0, 4], [100, 20]);
  assert.deepEqual([up(0), up(2), up(4)], [100, 60, 20]);
  assert.equal(arithmetic.scale([3, 3], [0, 10])(3), 0);
});

test("a line is broken where a value is missing", () => {
  const same = (value) => value;
  assert.equal(arithmetic.linePath([0, 1, 2, 3], [5, null, 6, 7], same, same), "M0 5M2 6L3 7");
});

test("a band goes out along the upper line and back along the lower", () => {
  const same = (value) => value;
  assert.equal(arithmetic.bandPath([0, 1], [1, 2], [3, 4], same, same), "M0 3L1 4L1 2L0 1Z");
  assert.equal(arithmetic.bandPath([0, 1], [1, null], [3, 4], same, same), "");
});

test("a byte of a map is read back with its sign, within the digits that it holds", () => {
  const ends = { low: -1, high: 3 };
  for (const number of [-0.1, 0.37, -12, 450, -1000]) {
    const share = (Math.log10(Math.abs(number)) + 1) / 4;
    const code = Math.sign(number) * (1 + Math.round(share * 126));
    const found = arithmetic.decoded(code, ends);
    assert.equal(Math.sign(found), Math.sign(number));
    assert.ok(Math.abs(found / number - 1) < 0.1, `${number} came back as ${found}`);
  }
});

test("every number of a network has a place of its own inside the picture", () => {
  const { width, height, places } = arithmetic.cellPlaces([5, 3, 2]);
  assert.equal(places.length, 5 * 3 + 3 + 3 * 2 + 2);
  assert.equal(new Set(places.map(String)).size, places.length);
  assert.ok(places.every(([column, row]) => column < width && row < height));
  // The second number is the weight from the first input to the second unit; the biases close each row.
  assert.deepEqual(places[1], [0, 1]);
  assert.deepEqual(places[5 * 3], [5, 0]);
});

test("what is written to the address is what is read from it, and other words in it stay", () => {
  const keys = [["4", "16"], ["0.1", "1"]];
  const query = arithmetic.queryOf("?step=fast", "one", keys, [1, 0], [0, 0]);
  assert.equal(query, "?step=fast&explore-one=16_0.1");
  assert.deepEqual(arithmetic.positionsIn(query, "one", keys), [1, 0]);
  assert.equal(arithmetic.queryOf(query, "one", keys, [0, 0], [0, 0]), "?step=fast");
  assert.equal(arithmetic.queryOf("?explore-one=16_1", "one", keys, [0, 0], [0, 0]), "");
});

test("an address that asks for what is not there is not heard", () => {
  const keys = [["4", "16"], ["0.1", "1"]];
  for (const written of ["", "16", "16_7", "16_1_1", "__proto___1"]) {
    assert.equal(arithmetic.positionsIn(`?explore-one=${written}`, "one", keys), null);
  }
  assert.equal(arithmetic.positionsIn("", "one", keys), null);
});

test("whole numbers are written with commas", () => {
  assert.deepEqual([0, 660, 4950, 1234567].map(arithmetic.count), ["0", "660", "4,950", "1,234,567"]);
});

test("numbers are written with three digits and a true minus sign", () => {
  assert.deepEqual([1234.5, -0.00012345, 60000].map(arithmetic.inWords), ["1,230", "−0.000123", "60,000"]);
});
