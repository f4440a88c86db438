// The Nu HTML checker on every HTML, CSS and SVG file. Bar: no error, no warning.
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import vnu from "vnu-jar";
import { addressOf } from "./site.mjs";

const MOST_OUTPUT = 256 * 1024 * 1024;
// The pages lie on loopback, which the checker by default reads nothing from.
const JAVA = ["-Xss2m", "-Dnu.validator.servlet.allow-forbidden-hosts=true"];
const OPTIONS = ["--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg"];

/**
 * Check all files of the folder in one run; return one row, and a fault for each message.
 * Pages are read over HTTP: from disk, where every file is an origin of its own, their policy would seem too strict.
 */
export async function auditVnu({ folder, base, pages }) {
  const others = (await readdir(folder, { recursive: true })).filter((name) => /\.(css|svg)$/.test(name));
  const named = new Map([
    ...pages.map((page) => [addressOf(base, page), page.path]),
    ...others.map((name) => [join(folder, name), name]),
  ]);
  const { messages } = JSON.parse(await run("java", [...JAVA, "-jar", vnu, ...OPTIONS, ...named.keys()]));
  const faults = messages
    .filter(({ type, subType }) => type !== "info" || subType === "warning")
    // Of CSS Display 4: browsers that know it follow the columns with Tab, the others the page; the checker is older.
    .filter(({ message }) => !message.includes("“reading-flow”: Property “reading-flow” doesn't exist"))
    .map(({ url, type, subType, lastLine, message }) => {
      const file = named.get(url?.replace(/^file:/, "")) ?? url ?? "";
      return `${file}:${lastLine ?? ""} ${subType ?? type}: ${message}`;
    });
  if (pages.length === 0 || others.length === 0) faults.push("there were no pages, or neither styles nor pictures");
  return [{ audit: "vnu", page: `${named.size} files`, result: `${faults.length} errors and warnings`, faults }];
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: MOST_OUTPUT }, (fault, out, err) => {
      if (fault) reject(new Error(`${command} failed: ${fault.message}\n${err}`));
      else resolve(out);
    });
  });
}
