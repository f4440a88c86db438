/**
 * Optimizers: from gradients to a step of the weights. `sgd`; `momentum`, heavy-ball (Polyak 1964);
 * `adam` (Kingma and Ba 2014, arXiv:1412.6980) with its own defaults.
 */
const [FADE_MEAN, FADE_SQUARE, TINY] = [0.9, 0.999, 1e-8];

/** Return a function that moves parameters, a Float32Array, along their gradients by one update. */
export function optimizer(name, count, momentum) {
  if (name === "sgd") {
    return (parameters, gradients, rate) => {
      for (let at = 0; at < count; at++) parameters[at] -= rate * gradients[at];
    };
  }
  const speed = new Float64Array(count);
  if (name === "momentum") {
    return (parameters, gradients, rate) => {
      for (let at = 0; at < count; at++) {
        speed[at] = gradients[at] + momentum * speed[at];
        parameters[at] -= rate * speed[at];
      }
    };
  }
  const square = new Float64Array(count);
  let done = 0;
  return (parameters, gradients, rate) => {
    done += 1;
    const mean = 1 - FADE_MEAN ** done, spread = 1 - FADE_SQUARE ** done;
    for (let at = 0; at < count; at++) {
      speed[at] = FADE_MEAN * speed[at] + (1 - FADE_MEAN) * gradients[at];
      square[at] = FADE_SQUARE * square[at] + (1 - FADE_SQUARE) * gradients[at] ** 2;
      parameters[at] -= (rate * (speed[at] / mean)) / (Math.sqrt(square[at] / spread) + TINY);
    }
  };
}
