/** How readers come to where a page was left, or to a place within it. */
const RETURNS = ["reload", "back_forward"];

/**
 * Lays out what the style sheet puts off because it is far away: one part at a time, once the reader begins to scroll and
 * the browser has nothing else to do; all of it at once for readers who come to a place within the page or jump to one,
 * since only then is it known where that place is.
 */
export function layOutFarParts() {
  const far = [...document.querySelectorAll("section.part")];
  const layOut = (part) => { part.style.contentVisibility = "visible"; };
  const all = () => far.splice(0).forEach(layOut);
  const idle = globalThis.requestIdleCallback ?? setTimeout;
  const next = () => {
    if (far.length === 0) return;
    layOut(far.shift());
    idle(next);
  };

  const [visit] = performance.getEntriesByType("navigation");
  if (location.hash || RETURNS.includes(visit?.type)) return all();
  document.addEventListener("click", (event) => { if (event.target.closest("a[href]")?.hash) all(); }, true);
  addEventListener("scroll", () => idle(next), { once: true, passive: true });
}
