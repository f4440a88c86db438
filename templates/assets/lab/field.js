/** The field to draw in, by pointer or by keyboard. */
import { FINE, Strokes } from "./strokes.js";
import { colours } from "./pictures.js";
import { _ } from "../js/words.js";

const PEN = 1.9;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Field {
  /** changed: called with the strokes whenever there is more or less ink. announce: takes what the cursor did, in words. */
  constructor(canvas, side, changed, announce) {
    this.strokes = new Strokes(side);
    Object.assign(this, { canvas, side, changed, announce, cursor: null, from: null });
    canvas.width = canvas.height = this.strokes.fine * 8;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.cursor = null;
      this.#stroke(event);
    });
    canvas.addEventListener("pointermove", (event) => this.from && this.#stroke(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => (this.from = null));
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("blur", () => {
      this.cursor = null;
      this.draw();
    });
    this.draw();
  }

  wipe() {
    this.strokes.clear();
    this.#drawn();
  }

  #stroke(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.strokes.fine / box.width;
    const to = { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
    this.strokes.line(this.from ?? to, to, PEN);
    this.from = to;
    this.#drawn();
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const move = MOVES[event.key];
    const middle = Math.floor(this.side / 2);
    if (move) {
      const at = this.cursor ?? { x: middle - move[0], y: middle - move[1] };
      const inside = (value) => Math.min(Math.max(value, 0), this.side - 1);
      this.cursor = { x: inside(at.x + move[0]), y: inside(at.y + move[1]) };
      this.announce(_`Column ${this.cursor.x + 1}, row ${this.cursor.y + 1}`);
      this.draw();
    } else if (event.key === " ") {
      this.cursor ??= { x: middle, y: middle };
      this.announce(this.strokes.toggle(this.cursor.x, this.cursor.y) ? _`Painted` : _`Wiped`);
      this.#drawn();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.wipe();
      this.announce(_`Cleared`);
    } else {
      return;
    }
    event.preventDefault();
  }

  #drawn() {
    this.draw();
    this.changed(this.strokes);
  }

  draw() {
    const { strokes, canvas, side, cursor } = this;
    const { ink, second } = colours();
    const context = canvas.getContext("2d");
    const cell = canvas.width / strokes.fine, block = cell * FINE;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = `rgb(${ink})`;
    strokes.ink.forEach((on, at) => {
      if (on) context.fillRect((at % strokes.fine) * cell, Math.floor(at / strokes.fine) * cell, cell, cell);
    });
    context.strokeStyle = `rgb(${ink.join(" ")} / 0.15)`;
    for (let line = 1; line < side; line++) {
      context.strokeRect(line * block, -1, 0, canvas.height + 2);
      context.strokeRect(-1, line * block, canvas.width + 2, 0);
    }
    if (!cursor) return;
    context.strokeStyle = `rgb(${second})`;
    context.lineWidth = 4;
    context.strokeRect(cursor.x * block + 2, cursor.y * block + 2, block - 4, block - 4);
    context.lineWidth = 1;
  }
}
