/**
 * Load data that the build wrote as a script, which a page opened from disk may load too. The script leaves it, deflated
 * and in base 64, under its own name; returned are the inflated bytes.
 */
export async function load(address) {
  await new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`The data could not be loaded: ${address}`));
    document.head.append(script);
  });
  const [, name] = address.match(/([^/]+)\.js$/);
  const letters = atob(globalThis.proofpressData[name]);
  const packed = new Uint8Array(letters.length);
  // A loop: to go through a long string as an iterable takes ten times as long.
  for (let at = 0; at < letters.length; at += 1) packed[at] = letters.charCodeAt(at);
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Return an explorer's runs from the bytes of its file: a line of JSON, then signed bytes. */
export function readRuns(bytes) {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  return { ...head, bytes: new Int8Array(bytes.buffer, end + 1) };
}
