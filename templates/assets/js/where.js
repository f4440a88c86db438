/** Tells which section is being read: in the bar, and as the current entry of the contents. */
export function tellWhere() {
  const contents = document.getElementById("page-contents");
  const shown = document.getElementById("page-where");
  if (!contents || !shown) return;
  const links = [...contents.querySelectorAll('a[href^="#"]')];
  // The parts, not their headings: a browser would have to lay out all the parts that it has put off.
  const targets = new Map(links.map((link) => [document.getElementById(link.hash.slice(1))?.closest("section, article"), link]));
  const parts = [...targets.keys()].filter(Boolean);

  const update = () => {
    const line = innerHeight / 3;
    const passed = parts.filter((part) => part.getBoundingClientRect().top <= line);
    const current = targets.get(passed.at(-1) ?? parts[0]);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    shown.textContent = links.indexOf(current) > 0 ? current.textContent : "Contents";
  };

  // All above the window counts as inside, so that a jump over many parts is noticed as well as scrolling.
  const observer = new IntersectionObserver(update, { rootMargin: "1000000px 0px -66% 0px" });
  for (const part of parts) observer.observe(part);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.hidePopover?.();
  });
}
