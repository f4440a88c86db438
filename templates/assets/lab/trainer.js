import { readData } from "./data.js";
import { readRecord, repeated } from "./recorded.js";
import { Session } from "./session.js";

const SLICE = 12;

/**
 * Return what takes the requests of the page one at a time, trains in short slices between them, and reports progress.
 * It works in a worker, and on the page itself where a browser starts none, as from disk. tell: takes each report.
 */
export function createTrainer(tell) {
  let data = null;
  let session = null;
  let running = false;
  let reported = 0;
  let pause = 80;

  const later = new MessageChannel();
  later.port1.onmessage = () => running && advance();

  const handlers = {
    load({ bytes, calm }) {
      pause = calm ? 500 : 80;
      data = readData(bytes);
      const { classes, features, side, sizes } = data;
      tell({ event: "ready", facts: { classes, features, side, sizes } });
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
      if (session) tell({ event: "answer", session: session.number, chances: session.recognise(inputs) });
    },
    repeat({ bytes }) {
      tell({ event: "agreement", ...repeated(readRecord(bytes), data) });
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
    tell({ event: "progress", running, ...session.progress(whole) });
  }

  return (message) => {
    try {
      handlers[message.request](message);
    } catch (error) {
      running = false;
      tell({ event: "error", message: error.message });
    }
  };
}
