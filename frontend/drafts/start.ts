import { Draft } from "./draft";

const drafts = new Map<HTMLFormElement, Draft>();

/** Looks after every form with data-draft and data-draft-url below `root`; also after parts that came later. */
export function startDrafts(root: ParentNode = document): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-draft][data-draft-url]")) {
    if (drafts.has(form)) continue;
    const draft = new Draft(form);
    drafts.set(form, draft);
    draft.start();
  }
}

/** A form sent by htmx arrived: its copy here has done its work. */
export function draftArrived(form: Element | null | undefined): void {
  if (form instanceof HTMLFormElement) drafts.get(form)?.arrived();
}

export function watchLeaving(): void {
  const leave = () => drafts.forEach((draft) => draft.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  window.addEventListener("pagehide", leave);
  window.addEventListener("beforeunload", (event) => {
    if ([...drafts.values()].some((draft) => draft.isAtRisk)) event.preventDefault();
  });
}
