import { _ } from "./words.js";

/** Shows which section is being read: in the bar, and as the current entry of the contents. */
export function followReading() {
  const contents = document.getElementById("page-contents");
  const shown = document.getElementById("page-where");
  if (!contents || !shown) return;
  const links = [...contents.querySelectorAll('a[href^="#"]')];
  const targets = new Map(links.map((link) => [document.getElementById(link.hash.slice(1)), link]));
  const headings = [...targets.keys()].filter(Boolean);

  const update = () => {
    const line = innerHeight / 3;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const current = targets.get(passed.at(-1) ?? headings[0]);
    for (const link of links) {
      if (link === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    shown.textContent = links.indexOf(current) > 0 ? current.textContent : _`Contents`;
  };

  // All above the window counts as inside, so that a jump over many headings is noticed as well as scrolling.
  const observer = new IntersectionObserver(update, { rootMargin: "1000000px 0px -66% 0px" });
  for (const heading of headings) observer.observe(heading);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a")) contents.hidePopover?.();
  });
}
