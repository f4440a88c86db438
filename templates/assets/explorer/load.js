/** Loads an explorer's file: a line of JSON, then signed bytes, deflated. */
export async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  const plain = response.body.pipeThrough(new DecompressionStream("deflate"));
  const all = new Uint8Array(await new Response(plain).arrayBuffer());
  const end = all.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(all.subarray(0, end)));
  return { ...head, bytes: new Int8Array(all.buffer, end + 1) };
}
