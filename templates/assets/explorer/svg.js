const NAMES = "http://www.w3.org/2000/svg";

/** Return an element of a picture with its attributes. */
export function element(name, attributes) {
  const made = document.createElementNS(NAMES, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
