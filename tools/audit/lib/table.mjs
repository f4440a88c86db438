// The rows of all audits as a table, and under it what failed.

/** Print the rows and their faults; return how many rows failed. */
export function print(rows) {
  const widths = ["audit", "page"].map((name) => Math.max(...rows.map((row) => row[name].length), 0));
  for (const row of rows) {
    const mark = row.faults.length ? "FAIL" : "ok  ";
    console.log(`${mark}  ${row.audit.padEnd(widths[0])}  ${row.page.padEnd(widths[1])}  ${row.result}`);
  }
  const failed = rows.filter((row) => row.faults.length);
  for (const { audit, page, faults } of failed) {
    console.log(`\n${audit}: ${page}`);
    for (const fault of faults.slice(0, 40)) console.log(`  ${fault}`);
    if (faults.length > 40) console.log(`  … and ${faults.length - 40} more`);
  }
  return failed.length;
}
