// Audits a built output folder: node audit.mjs OUTPUT [--only axe,vnu,…] [--under /path/]
//
// The folder is served on loopback under the path it was built for (or --under), as a static host would serve it.
// Exit status: 0 all bars are met, 1 one is not, 2 wrong usage.
import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { auditAxe } from "./lib/axe.mjs";
import { launch } from "./lib/browser.mjs";
import { auditGeometry } from "./lib/geometry.mjs";
import { auditLighthouse } from "./lib/lighthouse.mjs";
import { auditRequests } from "./lib/requests.mjs";
import { serve } from "./lib/serve.mjs";
import { builtFor, readPages, shown } from "./lib/site.mjs";
import { print } from "./lib/table.mjs";
import { auditVnu } from "./lib/vnu.mjs";

const AUDITS = {
  vnu: auditVnu,
  requests: auditRequests,
  geometry: auditGeometry,
  axe: auditAxe,
  lighthouse: auditLighthouse,
};

function usage(words) {
  console.error(`${words}\nusage: node audit.mjs OUTPUT [--only ${Object.keys(AUDITS).join(",")}] [--under /path/]`);
  return 2;
}

async function main() {
  let given;
  try {
    given = parseArgs({ allowPositionals: true, options: { only: { type: "string" }, under: { type: "string" } } });
  } catch (fault) {
    return usage(fault.message);
  }
  if (given.positionals.length !== 1) return usage("name one output folder");
  const names = given.values.only?.split(",") ?? Object.keys(AUDITS);
  const unknown = names.filter((name) => !(name in AUDITS));
  if (unknown.length) return usage(`'${unknown.join("', '")}' is not an audit`);

  const folder = resolve(given.positionals[0]);
  const pages = await readPages(folder).catch(() => []);
  if (pages.length === 0) return usage(`${shown(folder)} holds no page: build the site first`);
  const under = given.values.under ?? builtFor(pages);
  if (!/^\/([^?#]*\/)?$/.test(under)) return usage(`--under ${under}: a path begins and ends with a slash`);

  const site = await serve(folder, under);
  const browser = await launch();
  const rows = [];
  try {
    console.log(`${pages.length} pages of ${shown(folder)} under ${under}`);
    for (const name of names) {
      const began = performance.now();
      rows.push(...(await AUDITS[name]({ browser, folder, pages, base: site.address })));
      console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
  } finally {
    await browser.close();
    await site.end();
  }
  const failed = print(rows);
  console.log(`\n${rows.length - failed} audits passed, ${failed} failed`);
  return failed ? 1 : 0;
}

process.exitCode = await main();
