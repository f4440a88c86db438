/** The worker: takes wishes of the page one at a time, trains in short slices between them, and tells what is new. */
import { fetchData } from "./data.js";
import { fetchRecord, repeated } from "./recorded.js";
import { Session } from "./session.js";

const SLICE = 12;
let data = null;
let session = null;
let running = false;
let told = 0;
let pause = 80;

const later = new MessageChannel();
later.port1.onmessage = () => running && advance();

const WISHES = {
  async load({ network, calm }) {
    pause = calm ? 500 : 80;
    data = await fetchData(network);
    const { classes, features, side, sizes } = data;
    postMessage({ tell: "ready", facts: { classes, features, side, sizes } });
  },
  begin({ number, settings }) {
    running = false;
    session = new Session(number, settings, data);
    tell(true);
  },
  train() {
    if (!session || session.finished) return;
    running = true;
    advance();
  },
  step() {
    running = false;
    session?.step();
    tell(true);
  },
  pause() {
    running = false;
    session?.measure();
    tell(true);
  },
  recognise({ inputs }) {
    if (session) postMessage({ tell: "answer", session: session.number, chances: session.recognise(inputs) });
  },
  async repeat({ recorded }) {
    postMessage({ tell: "agreement", ...repeated(await fetchRecord(recorded), data) });
  },
};

function advance() {
  session.train(SLICE);
  if (session.finished) running = false;
  if (!running || performance.now() - told > pause) tell(!running);
  if (running) later.port2.postMessage(null);
}

function tell(whole) {
  if (!session) return;
  told = performance.now();
  postMessage({ tell: "news", running, ...session.news(whole) });
}

onmessage = async ({ data: wish }) => {
  try {
    await WISHES[wish.wish](wish);
  } catch (fault) {
    running = false;
    postMessage({ tell: "fault", says: fault.message });
  }
};
