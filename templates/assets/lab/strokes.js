/**
 * A drawing on a fine grid, made into the coarse shades that the network reads: fitted into the square by its larger
 * side, centred, then counted block by block, as the handwritten digits of the data set were.
 */
export const FINE = 4;

export class Strokes {
  /** side: of the coarse grid; the fine one has FINE cells to each of its cells. */
  constructor(side) {
    this.side = side;
    this.fine = side * FINE;
    this.clear();
  }

  clear() {
    this.ink = new Uint8Array(this.fine * this.fine);
  }

  get empty() {
    return !this.ink.includes(1);
  }

  /** Draw from one point to another with a round pen; points and radius in fine cells. */
  line(from, to, radius) {
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(to.x - from.x, to.y - from.y)));
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      this.#dot(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y), radius);
    }
  }

  #dot(x, y, radius) {
    for (let row = Math.max(0, Math.floor(y - radius)); row < Math.min(this.fine, y + radius); row++) {
      for (let column = Math.max(0, Math.floor(x - radius)); column < Math.min(this.fine, x + radius); column++) {
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius) this.ink[row * this.fine + column] = 1;
      }
    }
  }

  /** Turn the ink of one coarse cell on or off. */
  toggle(column, row) {
    const cells = [];
    for (let y = row * FINE; y < (row + 1) * FINE; y++) {
      for (let x = column * FINE; x < (column + 1) * FINE; x++) cells.push(y * this.fine + x);
    }
    const on = cells.some((cell) => !this.ink[cell]) ? 1 : 0;
    for (const cell of cells) this.ink[cell] = on;
    return on === 1;
  }

  /** Return the shade of each coarse cell, 0 to 1. */
  shades() {
    const shades = new Float32Array(this.side * this.side);
    if (this.empty) return shades;
    const { left, top, size } = this.#frame();
    for (let y = 0; y < this.fine; y++) {
      for (let x = 0; x < this.fine; x++) {
        const column = Math.floor(left + ((x + 0.5) / this.fine) * size);
        const row = Math.floor(top + ((y + 0.5) / this.fine) * size);
        const inside = column >= 0 && row >= 0 && column < this.fine && row < this.fine;
        if (inside && this.ink[row * this.fine + column]) {
          shades[Math.floor(y / FINE) * this.side + Math.floor(x / FINE)] += 1 / FINE ** 2;
        }
      }
    }
    return shades;
  }

  /** The square around the ink. */
  #frame() {
    let [left, right, top, bottom] = [this.fine, -1, this.fine, -1];
    this.ink.forEach((on, at) => {
      if (!on) return;
      const [x, y] = [at % this.fine, Math.floor(at / this.fine)];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    });
    const size = Math.max(right - left, bottom - top) + 1;
    return { size, left: (left + right + 1 - size) / 2, top: (top + bottom + 1 - size) / 2 };
  }
}
