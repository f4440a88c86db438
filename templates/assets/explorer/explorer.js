import { positionsIn, cellOf, queryOf } from "./arithmetic.js";
import { load, readRuns } from "./load.js";
import { _ } from "../js/words.js";

const PLAY_MS = 9_000;
/** Languages in which nouns keep their capital within a sentence. */
const CAPITAL_NOUNS = ["de", "lb"];
const CAPITALS = CAPITAL_NOUNS.includes(document.documentElement.lang.split("-")[0]);

const inSentence = (label) => (CAPITALS ? label : label.toLowerCase());

/**
 * An explorer on the page: its ranges choose among recorded runs, which are loaded when the reader comes near.
 *
 * The script that the page names for it, loaded before this one, exports `draw(stage, data)`, which returns how to redraw for some positions, and may
 * export `sentence(data, positions, sizes)`, `pointed(stage)`: the pictures to point at, `place(share, positions, sizes,
 * width)`: the positions that a point stands for, if it is not a cell of a map, and `namesAxes`: whether its
 * sentences say where the reader is.
 */
class Explorer {
  constructor(root) {
    this.root = root;
    this.id = root.id.replace("explore-", "");
    this.ranges = [...root.querySelectorAll('input[type="range"]')];
    this.start = this.ranges.map((range) => Number(range.defaultValue));
    this.said = root.querySelector("output");
  }

  get positions() {
    return this.ranges.map((range) => range.valueAsNumber);
  }

  /** Load the runs, once, and begin to follow the reader. */
  ready() {
    const { file, script } = this.root.dataset;
    this.loaded ??= load(file).then((bytes) => this.begin(readRuns(bytes), globalThis.proofpress[script]), () => {
      this.said.textContent = _`The recorded runs could not be loaded.`;
    });
    return this.loaded;
  }

  begin(data, kind) {
    this.data = data;
    this.kind = kind;
    this.keys = data.axes.map((axis) => axis.keys);
    const stage = this.root.querySelector(".explore-stage");
    this.draw = kind.draw(stage, data);
    for (const range of this.ranges) {
      range.addEventListener("input", () => this.show());
      range.addEventListener("change", () => this.tell());
    }
    for (const picture of kind.pointed?.(stage) ?? []) this.followPointer(picture);
    this.followSize(stage.querySelector("svg, canvas"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(this.positions));
    this.offerPlay(this.root.querySelector(".play"));
    this.recall();
    this.root.dataset.ready = "loaded";
  }

  /** Go where the address says; to the start where it says nothing. */
  recall() {
    this.move(positionsIn(location.search, this.id, this.keys) ?? this.start);
  }

  move(positions) {
    positions.forEach((at, axis) => { this.ranges[axis].value = at; });
    this.show();
  }

  show() {
    const { positions, data, kind } = this;
    const sizes = this.keys.map((keys) => keys.length);
    const result = kind.sentence ? kind.sentence(data, positions, sizes) : data.said[cellOf(positions, sizes)];
    const words = positions.map((at, axis) => data.axes[axis].words[at]);
    this.ranges.forEach((range, axis) => {
      range.setAttribute("aria-valuetext", `${words[axis]}: ${result}`);
      range.labels[0].querySelector("b").textContent = words[axis];
    });
    const names = this.ranges.map((range) => inSentence(range.labels[0].querySelector("span").textContent));
    const where = names.map((name, axis) => `${name} ${words[axis]}`).join(", ");
    const sentence = kind.namesAxes ? result : `${where}: ${result}`;
    this.said.textContent = sentence.charAt(0).toUpperCase() + sentence.slice(1);
    this.draw(positions);
  }

  /** Let a button move the range on by itself: from the start if it stands at the end, until the end or the next press. */
  offerPlay(button) {
    if (!button) return;
    const [range] = this.ranges;
    let timer = null;
    const rest = () => {
      clearInterval(timer);
      timer = null;
      button.textContent = "▶";
      button.setAttribute("aria-label", _`Play`);
    };
    const advance = () => {
      this.move([range.valueAsNumber + 1]);
      if (range.valueAsNumber < Number(range.max)) return;
      rest();
      this.tell();
    };
    button.addEventListener("click", () => {
      if (timer !== null) return rest();
      if (range.value === range.max) this.move([0]);
      button.textContent = "❚❚";
      button.setAttribute("aria-label", _`Pause`);
      timer = setInterval(advance, PLAY_MS / Number(range.max));
    });
    range.addEventListener("pointerdown", rest);
  }

  /** Write the positions into the address, beside whatever else stands in it. */
  tell() {
    const query = queryOf(location.search, this.id, this.keys, this.positions, this.start);
    history.replaceState(history.state, "", location.pathname + query + location.hash);
  }

  /** Draw again where the room has changed; what the observer says first, the size that is there, is no change. */
  followSize(picture) {
    let drawn = null;
    new ResizeObserver(([{ contentRect: { width, height } }]) => {
      const size = `${width} ${height}`;
      if (drawn !== null && drawn !== size) this.draw(this.positions);
      drawn = size;
    }).observe(picture);
  }

  followPointer(canvas) {
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      const share = [(event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height];
      const sizes = this.keys.map((keys) => keys.length);
      const cell = () => share.map((part, axis) => Math.min(Math.max(Math.floor(part * sizes[axis]), 0), sizes[axis] - 1));
      this.move(this.kind.place?.(share, this.positions, sizes, box.width) ?? cell());
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      point(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (canvas.hasPointerCapture(event.pointerId)) point(event);
    });
    canvas.addEventListener("pointerup", () => this.tell());
  }
}

const explorers = [...document.querySelectorAll(".explorer")].map((root) => new Explorer(root));
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    explorers.find(({ root }) => root === target).ready();
  }
}, { rootMargin: "300px" });
for (const explorer of explorers) {
  near.observe(explorer.root);
  explorer.root.addEventListener("focusin", () => explorer.ready(), { once: true });
}

// A link to a state of this page moves the explorers; it need not load the page again.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href*="explore-"]');
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !link.search || !plain || link.pathname !== location.pathname || link.host !== location.host) return;
  const asks = explorers.find(({ root }) => new URLSearchParams(link.search).has(root.id));
  if (!asks) return;
  event.preventDefault();
  const query = new URLSearchParams(location.search);
  query.set(asks.root.id, new URLSearchParams(link.search).get(asks.root.id));
  history.pushState(null, "", `${location.pathname}?${query}${link.hash}`);
  asks.ready().then(() => asks.data && asks.recall());
  asks.root.scrollIntoView({ block: "nearest" });
});
addEventListener("popstate", () => {
  for (const explorer of explorers) if (explorer.data) explorer.recall();
});
