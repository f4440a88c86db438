import assert from "node:assert/strict";
import { test } from "node:test";

import { draw as conditionMap } from "../../templates/assets/explorer/condition_map.js";
import { draw as parameterMap, sentence } from "../../templates/assets/explorer/parameter_map.js";

const INKS = { "--paper": "#ffffff", "--ink": "#000000", "--first": "#ff0000", "--second": "#0000ff", "--diverging": "#404000 #a0a050 #ffffff #8080ff #0000ff" };
const [PAPER, LOW, SECOND] = ["rgb(255,255,255)", "rgb(64,64,0)", "rgb(0,0,255)"];

/** As much of an element as exhibits ask of one. */
class Made {
  constructor(name) {
    Object.assign(this, { name, attributes: {}, children: [], painted: new Map(), frames: [] });
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  append(...children) {
    this.children.push(...children);
  }

  replaceChildren(...children) {
    this.children = children;
  }

  querySelector(wanted) {
    return this.children.find(({ attributes }) => `.${attributes.class}` === wanted);
  }

  /** A context that remembers what was painted over each pixel last, and every frame. */
  getContext() {
    const made = this;
    return {
      fillRect(x, y, width) {
        made.painted.set(`${x} ${y} ${width}`, this.fillStyle);
      },
      strokeRect(x, y, width) {
        made.frames.push([x, y, width]);
      },
    };
  }
}

globalThis.document = { createElementNS: (_, name) => new Made(name), documentElement: null };
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => INKS[name] });

function stage(name, count) {
  const parts = Array.from({ length: count }, () => new Made(name));
  return { parts, querySelectorAll: (wanted) => (wanted === name ? parts : []) };
}

const keys = (count) => ({ keys: Array.from({ length: count }, String) });
const CONDITIONS = {
  axes: [keys(2), keys(3)],
  maps: [
    { verdicts: ["holds", "undecided", "reversed", "undecided", "holds", "holds"] },
    { verdicts: ["reversed", "reversed", "reversed", "undecided", "undecided", "undecided"] },
  ],
};

test("a condition map has a cell for each condition of each map, the second axis upward", () => {
  const { parts, ...where } = stage("svg", 2);
  conditionMap(where, CONDITIONS);
  parts.forEach((svg, map) => {
    assert.equal(svg.attributes.viewBox, "0 0 48 48");
    const cells = svg.children.slice(0, -1);
    assert.deepEqual(cells.map(({ attributes }) => attributes.class), CONDITIONS.maps[map].verdicts);
    const places = cells.map(({ children: [rect] }) => [rect.attributes.x, rect.attributes.y].map(Math.floor));
    assert.deepEqual(places, [[0, 32], [0, 16], [0, 0], [24, 32], [24, 16], [24, 0]]);
  });
});

test("each verdict has a mark of its own shape, so that none is told by its colour alone", () => {
  const { parts, ...where } = stage("svg", 1);
  conditionMap(where, { ...CONDITIONS, maps: CONDITIONS.maps.slice(0, 1) });
  const [up, ring, down] = parts[0].children.map(({ children }) => children[1]);
  assert.equal(ring.name, "circle");
  // From the tip: a triangle up begins above its foot, one that points down below it.
  const [, tip, foot] = up.attributes.d.match(/^M\S+ (\S+)L\S+ (\S+)H/).map(Number);
  const [, low, top] = down.attributes.d.match(/^M\S+ (\S+)L\S+ (\S+)H/).map(Number);
  assert.ok(tip < foot && low > top);
});

test("the frame goes to the chosen condition in every map", () => {
  const { parts, ...where } = stage("svg", 2);
  const draw = conditionMap(where, CONDITIONS);
  draw([1, 2]);
  draw([1, 0]);
  for (const svg of parts) {
    const { x, y } = svg.querySelector(".chosen").attributes;
    assert.deepEqual([x, y], [24, 32]);
  }
});

const PARAMETER = {
  axes: [keys(3), keys(2)],
  picture: [1, 2],
  framed: 1,
  // Six runs from the lower left, row by row, then the two weights of each.
  bytes: Int8Array.from([127, -127, 0, -128, 127, 0, ...[0, 127], ...[0, -127], ...[0, 0], ...[0, 0], ...[-127, 127], ...[127, 0]]),
};

test("a parameter map has a pixel for each run, rows upward: in the colours of weights, hatched where the run failed", () => {
  const { parts: [canvas], ...where } = stage("canvas", 2);
  parameterMap(where, PARAMETER)([0, 0]);
  assert.deepEqual([canvas.width, canvas.height], [24, 16]);
  const shown = (column, row) => canvas.painted.get(`${column * 8} ${(1 - row) * 8} 8`);
  assert.deepEqual([shown(0, 0), shown(1, 0), shown(2, 0)], [SECOND, LOW, PAPER]);
  assert.deepEqual([shown(1, 1), shown(2, 1)], [SECOND, PAPER]);
  const lines = [...canvas.painted.keys()].filter((key) => key.endsWith(" 1")).map((key) => key.split(" ").map(Number));
  assert.equal(lines.length, 8);
  assert.ok(lines.every(([x, y]) => x < 8 && y < 8));
});

test("the chosen run is framed, and all its weights are shown beside it", () => {
  const { parts: [canvas, beside], ...where } = stage("canvas", 2);
  const draw = parameterMap(where, PARAMETER);
  draw([1, 1]);
  const middles = (frames) => frames.map(([x, y, width]) => [x + width / 2, y + width / 2]);
  assert.deepEqual(middles(canvas.frames), [[12, 4], [12, 4]]);
  assert.deepEqual([beside.painted.get("0 0 8"), beside.painted.get("8 0 8")], [LOW, SECOND]);
  assert.deepEqual(middles(beside.frames), [[12, 4], [12, 4]]);
  draw([2, 1]);
  assert.deepEqual([beside.painted.get("0 0 8"), beside.painted.get("8 0 8")], [SECOND, PAPER]);
});

test("every run of a parameter map has a sentence of its own, in the order of its pixels", () => {
  const sizes = [3, 2], data = { said: [0, 1, 2, 3, 4, 5] };
  const found = [0, 1].flatMap((row) => [0, 1, 2].map((column) => sentence(data, [column, row], sizes)));
  assert.deepEqual(found, [0, 1, 2, 3, 4, 5]);
});
