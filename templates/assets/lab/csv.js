/** Rows as CSV (RFC 4180) that no spreadsheet takes for a formula. */

/** Return rows of cells, the names first, as text. */
export function csv(rows) {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value) {
  const text = typeof value === "number" ? (Number.isFinite(value) ? String(value) : "") : String(value ?? "");
  const risky = typeof value !== "number" && /^[=+\-@\t\r]/.test(text);
  const safe = risky ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
