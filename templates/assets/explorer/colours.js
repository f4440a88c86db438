/** Return the colours that the page has now, each as red, green and blue. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  return { paper: named("--paper"), ink: named("--ink"), first: named("--first"), second: named("--second") };
}

/** Return a colour a share of the way from the ground to another. */
export function mixed(ground, colour, share) {
  return ground.map((from, part) => Math.round(from + (colour[part] - from) * share));
}

/** Set a pixel of an image to a colour. */
export function put(image, pixel, colour) {
  image.data.set([...colour, 255], 4 * pixel);
}
