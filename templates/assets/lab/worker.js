/** The worker of the lab. */
import { createTrainer } from "./trainer.js";

const take = createTrainer((report) => postMessage(report));
onmessage = ({ data }) => take(data);
