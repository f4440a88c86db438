// axe-core on every page: levels A and AA and best practices, phone and desktop, light and dark. Bar: no violation.
import axe from "axe-core";
import { inTab, layOutAll } from "./browser.mjs";
import { addressOf } from "./site.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDTHS = [360, 1440];
const THEMES = ["light", "dark"];

/** Audit the pages two at a time; return a row for each. */
export async function auditAxe({ browser, base, pages }) {
  const queue = pages.filter((page) => !page.leads);
  const rows = [];
  async function worker() {
    for (let page = queue.shift(); page; page = queue.shift()) rows.push(await auditPage(browser, base, page));
  }
  await Promise.all([worker(), worker()]);
  return rows.sort((a, b) => (a.page < b.page ? -1 : 1));
}

function auditPage(browser, base, page) {
  return inTab(browser, async (tab) => {
    const faults = [];
    const open = new Map();
    let passes = 0;
    await tab.setViewport({ width: WIDTHS[0], height: 800 });
    await tab.goto(addressOf(base, page), { waitUntil: "load" });
    await layOutAll(tab);
    await tab.evaluate(axe.source);
    for (const width of WIDTHS) {
      await tab.setViewport({ width, height: 800 });
      for (const theme of THEMES) {
        await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
        const found = await tab.evaluate(
          (tags) => window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] }),
          TAGS,
        );
        passes += found.passes.length;
        for (const { id, help, nodes } of found.violations) {
          const where = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ");
          faults.push(`${id} at ${width} px, ${theme}: ${help} (${nodes.length} × ${where})`);
        }
        for (const { id } of found.incomplete) open.set(id, (open.get(id) ?? 0) + 1);
      }
    }
    if (passes === 0) faults.push("axe checked nothing");
    const incomplete = [...open].map(([id, count]) => `${id} ${count}`).join(", ");
    return {
      audit: "axe",
      page: page.path,
      result: `${faults.length} violations, incomplete: ${incomplete || "none"}`,
      faults,
    };
  });
}
