// What a score does not see. Bars: no sideways scrolling at four widths; running text at least 280 px wide on a phone
// and 45 to 80 characters a line on a desktop.
import { inTab, layOutAll } from "./browser.mjs";
import { addressOf } from "./site.mjs";

const WIDTHS = [320, 360, 768, 1440];
const PHONE = { width: 360, narrowest: 280 };
const DESKTOP = { width: 1440, fewest: 45, most: 80 };
// Running text: not the words of tables, figures, cards, lists and the page's frame.
const NOT_RUNNING = "table, figure, aside, nav, header, footer, details, li, dl, form, [role=note]";

/** Measure every page at each width; return a row for each. */
export async function auditGeometry({ browser, base, pages }) {
  const rows = [];
  for (const page of pages.filter((page) => !page.leads)) rows.push(await auditPage(browser, base, page));
  return rows;
}

function auditPage(browser, base, page) {
  return inTab(browser, async (tab) => {
    const faults = [];
    const notes = [];
    await tab.setViewport({ width: WIDTHS[0], height: 800 });
    await tab.goto(addressOf(base, page), { waitUntil: "load" });
    await tab.evaluate(() => document.fonts.ready.then(() => null));
    await layOutAll(tab);
    for (const width of WIDTHS) {
      await tab.setViewport({ width, height: 800 });
      const over = await tab.evaluate(overflow);
      if (over) faults.push(`${width} px: scrolls sideways, ${over.width} px wide because of ${over.element}`);
      if (page.kind !== "article") continue;
      const paragraphs = await tab.evaluate(measure, NOT_RUNNING);
      if (paragraphs.length === 0) faults.push(`${width} px: no running text found`);
      if (width === PHONE.width) {
        const narrowest = Math.min(...paragraphs.map((one) => one.width));
        if (paragraphs.length) notes.push(`narrowest paragraph ${narrowest.toFixed(0)} px`);
        for (const { width: wide, words } of paragraphs.filter((one) => one.width < PHONE.narrowest)) {
          faults.push(`${width} px: a paragraph is ${wide.toFixed(0)} px wide: “${words}”`);
        }
      }
      if (width === DESKTOP.width) {
        const long = paragraphs.filter((one) => one.perLine);
        const counts = long.map((one) => one.perLine);
        if (counts.length) notes.push(`${Math.min(...counts).toFixed(0)}–${Math.max(...counts).toFixed(0)} a line`);
        for (const { perLine, words } of long) {
          if (perLine < DESKTOP.fewest || perLine > DESKTOP.most) {
            faults.push(`${width} px: ${perLine.toFixed(0)} characters a line: “${words}”`);
          }
        }
      }
    }
    const result = [`${WIDTHS.join(", ")} px`, ...notes].join("; ");
    return { audit: "geometry", page: page.path, result, faults };
  });
}

// The functions below run in the page: they see nothing of this module.

function overflow() {
  const width = document.documentElement.scrollWidth;
  if (width <= window.innerWidth) return null;
  const widest = [...document.querySelectorAll("body *")]
    .map((element) => [element, element.getBoundingClientRect().right])
    .reduce((most, one) => (one[1] > most[1] ? one : most));
  const { tagName, id, className } = widest[0];
  return { width, element: `${tagName.toLowerCase()}${id ? `#${id}` : ""}${className ? `.${className}` : ""}` };
}

function measure(notRunning) {
  const found = [];
  for (const paragraph of document.querySelectorAll("main p")) {
    if (paragraph.closest(notRunning) || !paragraph.offsetParent || !paragraph.textContent.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    // Several boxes stand in one line where words are marked; their middles are within half a line of one another.
    const middles = [...range.getClientRects()].map((box) => (box.top + box.bottom) / 2).sort((a, b) => a - b);
    const half = parseFloat(getComputedStyle(paragraph).lineHeight) / 2;
    const lines = middles.filter((middle, at) => at === 0 || middle - middles[at - 1] > half).length;
    const letters = paragraph.textContent.replace(/\s+/g, " ").trim();
    found.push({
      width: paragraph.getBoundingClientRect().width,
      words: letters.slice(0, 40),
      // The last line is half full on average.
      perLine: lines >= 3 ? letters.length / (lines - 0.5) : 0,
    });
  }
  return found;
}
