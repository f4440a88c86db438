// The Chromium that is on the machine, with a fresh profile and no way out to other hosts.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

/** Start the browser; throws where there is none on the PATH (CHROME_PATH names another). */
export function launch() {
  const executablePath = process.env.CHROME_PATH ?? find();
  if (!executablePath) throw new Error(`no browser: none of ${NAMES.join(", ")} is on the PATH`);
  return puppeteer.launch({ executablePath, args: FLAGS, headless: false, protocolTimeout: 120_000 });
}

/** Open a tab, hand it to `work`, and close it whatever happens. */
export async function inTab(browser, work) {
  const context = await browser.createBrowserContext();
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Lay out a whole page: pages put off what is far from the window, and an audit looks at all of it. */
export function layOutAll(tab) {
  return tab.evaluate(() => {
    for (const part of document.querySelectorAll("section")) part.style.contentVisibility = "visible";
  });
}

function find() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
