import { startDrafts, watchLeaving } from "../drafts/start";
import { startKeys } from "./keys";
import { startParts } from "./parts";
import { startPresence } from "./presence";
import { startSelections } from "./selection";

startParts();
startKeys();
startSelections();
startDrafts();
startPresence();
watchLeaving();
document.addEventListener("htmx:load", (event) => {
  const part = event.target;
  if (!(part instanceof Element)) return;
  const around = part.parentElement ?? part; // the part itself may be the form or the list
  startSelections(around);
  startDrafts(around);
});
