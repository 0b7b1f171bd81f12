import htmx from "htmx.org";
import { announce } from "../base/buttons";
import { csrfToken } from "../drafts/draft";
import { draftArrived } from "../drafts/start";
import { words } from "../words";
import { allowRefusals, type Detail } from "./refusals";

/** htmx without eval and without a style of its own: the content security policy allows neither. */
export function startParts(): void {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0, // pages with personal data are not kept in the browser
    timeout: 30_000,
  });
  on("htmx:configRequest", (detail) => {
    if (detail.headers) detail.headers["X-CSRFToken"] = csrfToken();
  });
  on("htmx:beforeSwap", allowRefusals);
  on("htmx:afterRequest", (detail) => {
    if (detail.successful) draftArrived(detail.elt?.closest("form"));
  });
  on("htmx:sendError", failed);
  on("htmx:timeout", failed);
}

function failed(): void {
  const place = document.getElementById("messages");
  const alert = document.createElement("div");
  alert.className = "alert is-late";
  alert.textContent = words().failed;
  if (place) place.replaceChildren(alert);
  else announce(words().failed);
}

function on(name: string, act: (detail: Detail) => void): void {
  document.addEventListener(name, (event) => act((event as CustomEvent<Detail>).detail));
}
