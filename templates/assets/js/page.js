import { offerCopies } from "./copy.js";
import { tellWhere } from "./where.js";

tellWhere();
offerCopies();
