import { announce } from "../base/buttons";
import { words } from "../words";

/**
 * Selecting rows: boxes [data-select], one [data-select-all], and a bar [data-bulk] that is there while something is
 * selected, with the number in [data-selection-count]. All inside one [data-selection].
 */
export class Selection {
  private last: HTMLInputElement | null = null;

  constructor(private readonly list: HTMLElement) {}

  start(): void {
    this.list.addEventListener("click", (event) => {
      const box = event.target;
      if (box instanceof HTMLInputElement && "select" in box.dataset) this.clicked(box, event.shiftKey);
    });
    this.all?.addEventListener("change", () => {
      for (const box of this.boxes()) box.checked = this.all?.checked ?? false;
      this.show(true);
    });
    this.show(false);
  }

  private get all(): HTMLInputElement | null {
    return this.list.querySelector<HTMLInputElement>("input[data-select-all]");
  }

  private boxes(): HTMLInputElement[] {
    return [...this.list.querySelectorAll<HTMLInputElement>("input[data-select]")];
  }

  /** With shift everything from the last box on follows this one. */
  private clicked(box: HTMLInputElement, range: boolean): void {
    const boxes = this.boxes();
    const [from, to] = [this.last ? boxes.indexOf(this.last) : -1, boxes.indexOf(box)];
    if (range && from >= 0) {
      for (const between of boxes.slice(Math.min(from, to), Math.max(from, to) + 1)) between.checked = box.checked;
    }
    this.last = box;
    this.show(true);
  }

  private show(aloud: boolean): void {
    const boxes = this.boxes();
    const count = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.closest("[data-row]")?.classList.toggle("is-selected", box.checked);
    for (const bar of this.list.querySelectorAll<HTMLElement>("[data-bulk]")) bar.hidden = count === 0;
    for (const place of this.list.querySelectorAll("[data-selection-count]")) place.textContent = String(count);
    if (this.all) {
      this.all.checked = count > 0 && count === boxes.length;
      this.all.indeterminate = count > 0 && count < boxes.length;
    }
    if (aloud) announce(`${words().selected} ${count}`);
  }
}

export function startSelections(root: ParentNode = document): void {
  for (const list of root.querySelectorAll<HTMLElement>("[data-selection]:not([data-selection-on])")) {
    list.dataset.selectionOn = "";
    new Selection(list).start();
  }
}
