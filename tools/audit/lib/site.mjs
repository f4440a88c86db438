// What a built output folder holds: its pages, the kind of each, and the path it was built for.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const KINDS = [
  ["404", /^404\.html$/],
  ["ledger", /(^|\/)claims\/index\.html$/],
  ["downloads", /(^|\/)infographic\/index\.html$/],
  ["embed", /(^|\/)embed\/.+\.html$/],
  ["lab", /(^|\/)lab\/index\.html$/],
  ["article", /(^|\/)index\.html$/],
];

/**
 * Read the pages of a folder, sorted by path.
 * Each has `path`, `kind`, `html`, `hidden` (it asks search engines to stay away) and
 * `leads` (it only sends the reader elsewhere).
 */
export async function readPages(folder) {
  const names = await readdir(folder, { recursive: true });
  const paths = names.map((name) => name.split(sep).join("/")).filter((name) => name.endsWith(".html"));
  return Promise.all(
    paths.sort().map(async (path) => {
      const html = await readFile(join(folder, path), "utf8");
      return {
        path,
        kind: KINDS.find(([, pattern]) => pattern.test(path))?.[0] ?? "other",
        html,
        hidden: /<meta[^>]+name="?robots"?[^>]+noindex/i.test(html),
        leads: /<meta[^>]+http-equiv="?refresh/i.test(html),
      };
    }),
  );
}

/** Return the path the site was built to lie under, with slashes at both ends, from the canonical address of its home. */
export function builtFor(pages) {
  const home = pages.find((page) => page.path === "index.html");
  const canonical = home?.html.match(/<link[^>]+rel="?canonical"?[^>]+href="([^"]+)"/i)?.[1];
  return canonical ? new URL(canonical).pathname.replace(/\/?$/, "/") : "/";
}

/** Return the address of a page as a reader would open it: the `index.html` of a folder is the folder. */
export function addressOf(base, page) {
  return new URL(page.path.replace(/(^|\/)index\.html$/, "$1"), base).href;
}

/** Return a path as the person who called the audit would write it. */
export function shown(path) {
  return relative(process.cwd(), path) || ".";
}
