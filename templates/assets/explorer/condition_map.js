import { element } from "./svg.js";

/** The sentences name their conditions themselves. */
export const namesAxes = true;

/** What the reader can point at. */
export const pointed = (stage) => [...stage.querySelectorAll("svg")];

/** Draws a small map of verdicts for each sentence, with a frame around the chosen cell of all. */
export function draw(stage, data) {
  const [columns, rows] = data.axes.map((axis) => axis.keys.length);
  const pictures = pointed(stage);
  pictures.forEach((svg, map) => {
    svg.setAttribute("viewBox", `0 0 ${columns * 24} ${rows * 16}`);
    const { verdicts } = data.maps[map];
    const cells = verdicts.map((verdict, cell) => {
      const x = Math.floor(cell / rows) * 24, y = (rows - 1 - (cell % rows)) * 16;
      const group = element("g", { class: verdict });
      group.append(element("rect", { x: x + 0.5, y: y + 0.5, width: 23, height: 15 }), mark(verdict, x + 12, y + 8));
      return group;
    });
    svg.replaceChildren(...cells, element("rect", { class: "chosen", "vector-effect": "non-scaling-stroke", width: 24, height: 16 }));
  });
  return ([column, row]) => {
    for (const svg of pictures) {
      const frame = svg.querySelector(".chosen");
      frame.setAttribute("x", column * 24);
      frame.setAttribute("y", (rows - 1 - row) * 16);
    }
  };
}

/** The same marks as in the figure: a triangle up, a triangle down, a ring. */
function mark(verdict, x, y) {
  if (verdict === "undecided") return element("circle", { cx: x, cy: y, r: 2.5 });
  const tip = verdict === "holds" ? -4 : 4;
  return element("path", { d: `M${x} ${y + tip}L${x + 4.5} ${y - tip}H${x - 4.5}Z` });
}
