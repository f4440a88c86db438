// A static host on loopback: gzip, right types, the site under a path of its own, a free port.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".avif": "image/avif",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".pdf": "application/pdf",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};
const COMPRESSED = /^(text\/|application\/(json|xml)|image\/svg)/;

/** Serve `folder` under the path `under`; return the address it has and a function that ends it. */
export async function serve(folder, under) {
  const answers = new Map();

  async function answer(path) {
    if (!path.startsWith(under)) return null;
    let file = join(folder, normalize(decodeURIComponent(path.slice(under.length - 1))));
    if ((await stat(file).catch(() => null))?.isDirectory()) file = join(file, "index.html");
    const data = await readFile(file).catch(() => null);
    if (data === null) return null;
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    // Compressed once and kept, as a host with a cache in front would: the machine's own work is not measured.
    return { type, data, gzipped: COMPRESSED.test(type) ? gzipSync(data, { level: 9 }) : null };
  }

  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://host").pathname;
    if (!answers.has(path)) answers.set(path, await answer(path));
    const found = answers.get(path);
    if (found === null) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("nothing here\n");
      return;
    }
    const zipped = found.gzipped !== null && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
    response.writeHead(200, {
      "Content-Type": found.type,
      "Cache-Control": "max-age=600",
      ...(zipped ? { "Content-Encoding": "gzip" } : {}),
    });
    response.end(zipped ? found.gzipped : found.data);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${server.address().port}${under}`,
    end: () => {
      server.closeAllConnections();
      return new Promise((ended) => server.close(ended));
    },
  };
}
