/** The list beside a drawing: what names a shape (`[data-shape]`) becomes a button that points it out, and back. */

const ROW = "li, tr";

export function linkList(root: ParentNode, has: (id: string) => boolean, choose: (id: string) => void): void {
  for (const text of root.querySelectorAll<HTMLElement>("[data-shape]:not(button)")) {
    const id = text.dataset.shape ?? "";
    if (!has(id)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "shape-link";
    button.dataset.shape = id;
    button.append(...text.childNodes);
    button.addEventListener("click", () => choose(id));
    text.replaceWith(button);
  }
}

/** The rows that speak of a shape; the first one is brought into view. */
export function pointOut(root: ParentNode, id: string): void {
  const rows = [...root.querySelectorAll<HTMLElement>("button[data-shape]")].map((button) => {
    const row = button.closest<HTMLElement>(ROW) ?? button;
    return [row, button.dataset.shape === id] as const;
  });
  const meant = new Set(rows.filter(([, is]) => is).map(([row]) => row));
  for (const [row] of rows) {
    row.classList.toggle("is-chosen", meant.has(row));
    if (meant.has(row)) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  [...meant][0]?.scrollIntoView({ block: "nearest" });
}
