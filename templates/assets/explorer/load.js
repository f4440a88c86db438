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
  const packed = Uint8Array.from(atob(globalThis.proofpressData[name]), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(plain).arrayBuffer());
}

/** Return an explorer's runs from the bytes of its file: a line of JSON, then signed bytes. */
export function readRuns(bytes) {
  const end = bytes.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  return { ...head, bytes: new Int8Array(bytes.buffer, end + 1) };
}
