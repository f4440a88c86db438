/** Return the colours that the page has now, each as red, green and blue. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const parts = (colour) => colour.match(/[0-9a-f]{2}/gi).map((pair) => parseInt(pair, 16));
  const named = (name) => parts(style.getPropertyValue(name).trim());
  const stops = style.getPropertyValue("--diverging").trim().split(/\s+/).map(parts);
  return { paper: named("--paper"), ink: named("--ink"), first: named("--first"), second: named("--second"), stops };
}

/** Return the colour of a number from -1 over 0 to 1 on the scale of `stops`, as charts have it; what is beyond has its end. */
export function diverging(stops, number) {
  const at = ((Math.min(Math.max(number, -1), 1) + 1) / 2) * (stops.length - 1);
  const low = Math.min(Math.floor(at), stops.length - 2);
  return mixed(stops[low], stops[low + 1], at - low);
}

/** Return a colour a share of the way from the ground to another. */
export function mixed(ground, colour, share) {
  return ground.map((from, part) => Math.round(from + (colour[part] - from) * share));
}

/** Set a pixel of an image to a colour. */
export function put(image, pixel, colour) {
  image.data.set([...colour, 255], 4 * pixel);
}
