/** The worker: takes requests of the page one at a time, trains in short slices between them, and reports progress. */
import { fetchData } from "./data.js";
import { fetchRecord, repeated } from "./recorded.js";
import { Session } from "./session.js";

const SLICE = 12;
let data = null;
let session = null;
let running = false;
let reported = 0;
let pause = 80;

const later = new MessageChannel();
later.port1.onmessage = () => running && advance();

const HANDLERS = {
  async load({ network, calm }) {
    pause = calm ? 500 : 80;
    data = await fetchData(network);
    const { classes, features, side, sizes } = data;
    postMessage({ event: "ready", facts: { classes, features, side, sizes } });
  },
  begin({ number, settings }) {
    running = false;
    session = new Session(number, settings, data);
    report(true);
  },
  train() {
    if (!session || session.finished) return;
    running = true;
    advance();
  },
  step() {
    running = false;
    session?.step();
    report(true);
  },
  pause() {
    running = false;
    session?.measure();
    report(true);
  },
  recognise({ inputs }) {
    if (session) postMessage({ event: "answer", session: session.number, chances: session.recognise(inputs) });
  },
  async repeat({ recorded }) {
    postMessage({ event: "agreement", ...repeated(await fetchRecord(recorded), data) });
  },
};

function advance() {
  session.train(SLICE);
  if (session.finished) running = false;
  if (!running || performance.now() - reported > pause) report(!running);
  if (running) later.port2.postMessage(null);
}

function report(whole) {
  if (!session) return;
  reported = performance.now();
  postMessage({ event: "progress", running, ...session.progress(whole) });
}

onmessage = async ({ data: message }) => {
  try {
    await HANDLERS[message.request](message);
  } catch (error) {
    running = false;
    postMessage({ event: "error", message: error.message });
  }
};
