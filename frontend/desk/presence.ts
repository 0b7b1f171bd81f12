import { csrfToken } from "../drafts/draft";
import { words } from "../words";

const EVERY = 20_000;

/** The answer to a ping: the others who have the same page open, by the names one may see. */
export interface Presence {
  people: string[];
}

export function showPresence(place: HTMLElement, { people }: Presence): void {
  place.hidden = people.length === 0;
  const text = people.length ? `${people.join("、")} ${words().alsoHere}` : "";
  if (place.textContent !== text) place.textContent = text; // unchanged, it must not be read out again
}

/** Tells the server that this page is looked at and shows who else does; silent while the page is hidden. */
export async function ping(place: HTMLElement): Promise<void> {
  const url = place.dataset.presenceUrl;
  if (!url || document.visibilityState === "hidden") return;
  try {
    const answer = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken(), "X-Background": "1", Accept: "application/json" } });
    if (answer.ok) showPresence(place, (await answer.json()) as Presence);
  } catch {
    // off line for a moment: the next ping tells
  }
}

export function startPresence(root: ParentNode = document): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-presence-url]")) {
    place.setAttribute("role", "status");
    void ping(place);
    const timer = setInterval(() => (place.isConnected ? void ping(place) : clearInterval(timer)), EVERY);
  }
}
