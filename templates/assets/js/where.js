import { _ } from "./words.js";

/** Shows which section is being read: in the bar, and as the current entry of the contents. */
export function followReading() {
  const contents = document.getElementById("page-contents");
  const shown = document.getElementById("page-where");
  if (!contents || !shown) return;
  const links = [...contents.querySelectorAll('a[href^="#"]')];
  // Whole parts are watched, never measured: a browser need not lay out what is far away only to say where it is.
  const parts = links.map((link) => {
    const target = document.getElementById(link.hash.slice(1));
    return target?.closest(".part") ?? target;
  });
  const begun = new Set();
  let current = 0;

  const update = (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) begun.add(target);
      else begun.delete(target);
    }
    const now = Math.max(parts.findLastIndex((part) => begun.has(part)), 0);
    if (now !== current) links[current].removeAttribute("aria-current");
    current = now;
    links[current].setAttribute("aria-current", "location");
    const words = current > 0 ? links[current].textContent : _`Contents`;
    if (shown.textContent !== words) shown.textContent = words;
  };

  // All above the window counts as inside, so that a jump over many parts is noticed as well as scrolling.
  const observer = new IntersectionObserver(update, { rootMargin: "1000000px 0px -66% 0px" });
  for (const part of parts.filter(Boolean)) observer.observe(part);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.hidePopover?.();
  });
}
