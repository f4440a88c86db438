import { offerCopies } from "./copy.js";
import { layOutFarParts } from "./far.js";
import { followReading } from "./where.js";

layOutFarParts();
followReading();
offerCopies();
