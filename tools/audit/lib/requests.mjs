// What a first visit loads. Bars: no other host, nothing outside the site's path, nothing missing, no error in the
// console; the article within its budget of bytes on phone and desktop, its HTML within its own.
import { gzipSync } from "node:zlib";
import { inTab } from "./browser.mjs";
import { addressOf } from "./site.mjs";

const KB = 1000;
// Counted as tests/test_first_site_files.py counts it.
const HTML_LIMIT = 25 * 1024;
// The same sentences are longer in other languages than in English, German by a tenth.
const TRANSLATED_LIMIT = 1.1 * HTML_LIMIT;
const DEVICES = [
  { name: "phone", limit: 150 * KB, viewport: { width: 360, height: 740, deviceScaleFactor: 2, isMobile: true } },
  { name: "desktop", limit: 300 * KB, viewport: { width: 1440, height: 900 } },
];

/** Visit every page with an empty cache as each device; return a row for each page. */
export async function auditRequests({ browser, base, pages }) {
  const rows = [];
  for (const page of pages.filter((page) => !page.leads)) rows.push(await auditPage(browser, base, page));
  return rows;
}

async function auditPage(browser, base, page) {
  const html = gzipSync(page.html, { level: 9 }).length;
  const visits = await Promise.all(DEVICES.map((device) => visited(browser, base, addressOf(base, page), device)));
  const sizes = DEVICES.map((device, at) => `${device.name} ${kb(visits[at].bytes)}`);
  const faults = visits.flatMap((visit) => visit.faults);
  if (page.kind === "article") {
    for (const [at, { name, limit }] of DEVICES.entries()) {
      if (visits[at].bytes > limit) {
        faults.push(`first load on the ${name}: ${kb(visits[at].bytes)}, the limit is ${kb(limit)}`);
      }
    }
    const limit = page.html.includes('<html lang="en"') ? HTML_LIMIT : TRANSLATED_LIMIT;
    if (html > limit) faults.push(`HTML: ${kb(html)} gzipped, the limit is ${kb(limit)}`);
  }
  const result = [`HTML ${kb(html)}`, ...sizes].join(", ");
  return { audit: "requests", page: page.path, result, faults: [...new Set(faults)] };
}

function visited(browser, base, address, device) {
  return inTab(browser, async (tab) => {
    const faults = [];
    let bytes = 0;
    tab.on("request", (request) => {
      const url = request.url();
      if (/^(data|blob|about):/.test(url)) return;
      if (new URL(url).origin !== new URL(base).origin) faults.push(`request to another host: ${url}`);
      else if (!url.startsWith(base)) faults.push(`request outside the site's path: ${new URL(url).pathname}`);
    });
    tab.on("response", (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} for ${new URL(response.url()).pathname}`);
    });
    tab.on("pageerror", (fault) => faults.push(`script error: ${fault.message}`));
    tab.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()}`);
    });
    const wire = await tab.createCDPSession();
    await wire.send("Network.enable");
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await tab.setViewport(device.viewport);
    await tab.goto(address, { waitUntil: "networkidle0" });
    return { bytes, faults };
  });
}

function kb(bytes) {
  return `${(bytes / KB).toFixed(0)} KB`;
}
