/** Where the script begins: in the page, or beside it. */

import { show } from "./page.js";
import { listen } from "./worker.js";

if (typeof document === "undefined") listen();
else show(document.currentScript.textContent);
