import { offerCopies } from "./copy.js";
import { followReading } from "./where.js";

followReading();
offerCopies();
