/** Numbers with the signs of the page's language. In English nothing is asked of the browser, which takes a phone a tenth of a second. */

const signs = {};

function language() {
  return globalThis.document?.documentElement.lang || "en";
}

/** Return a number that is written with points and commas as the page's readers write it. */
export function local(text) {
  const tag = language();
  if (tag.startsWith("en")) return text;
  signs[tag] ??= Object.fromEntries(
    new Intl.NumberFormat(tag, { numberingSystem: "latn", useGrouping: true }).formatToParts(1234567.5).map(({ type, value }) => [type, value]),
  );
  return text.replace(/[.,]/g, (sign) => (sign === "." ? signs[tag].decimal : signs[tag].group ?? ""));
}

/** Return a number that is written with a point as a percentage. */
export function percent(text) {
  const tag = language();
  if (tag.startsWith("en")) return `${text}%`;
  return new Intl.NumberFormat(tag, { style: "percent", numberingSystem: "latn" }).format(0.5).replace("50", local(text));
}
