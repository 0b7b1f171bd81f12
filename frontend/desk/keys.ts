/**
 * Keys of the desk. A row is [data-row] with a link [data-open]; anything with data-key="t" is pressed by that key,
 * first the one in the current row, then one elsewhere on the page. Fields and typing in Chinese are never disturbed.
 */

const OFF = "keys-off";

export function keysAreOn(): boolean {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
}

export function setKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // without storage the choice holds for this page only
  }
}

function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true; // an input method is at work
  const target = event.target instanceof Element ? event.target : null;
  return !!target?.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog');
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-row]")];
}

export function currentRow(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>("[data-row]");
  return focused ?? document.querySelector<HTMLElement>("[data-row].is-current");
}

export function move(by: 1 | -1): void {
  const all = rows();
  const from = currentRow();
  const next = all[from ? all.indexOf(from) + by : by === 1 ? 0 : all.length - 1];
  if (!next) return;
  for (const row of all) row.classList.toggle("is-current", row === next);
  const focusable = next.querySelector<HTMLElement>("[data-open]") ?? next;
  focusable.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

type Wanted = (element: HTMLElement) => boolean;

function press(selector: string, wanted: Wanted = () => true): boolean {
  const inRow = [...(currentRow()?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const elsewhere = [...document.querySelectorAll<HTMLElement>(selector)].filter((found) => !found.closest("[data-row]"));
  const target = [...inRow, ...elsewhere].find(wanted);
  target?.click();
  return !!target;
}

function search(): boolean {
  const box = document.querySelector<HTMLInputElement>("[data-search]");
  box?.focus();
  box?.select();
  return !!box;
}

export function showKeys(): boolean {
  const overlay = document.querySelector<HTMLDialogElement>("dialog[data-keys]");
  overlay?.showModal();
  return !!overlay;
}

const FIXED: Record<string, () => boolean> = {
  j: () => (move(1), true),
  k: () => (move(-1), true),
  o: () => press("[data-open]"),
  x: () => press('input[type="checkbox"][data-select]'),
  "/": search,
  "?": showKeys,
};

/** Tells whether the key meant something here. */
export function onKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return false;
  if (!keysAreOn() && event.key !== "?") return false;
  const done = FIXED[event.key]?.() ?? press("[data-key]", (element) => element.dataset.key === event.key);
  if (done) event.preventDefault();
  return done;
}

/** Keys that only this page has are named in the overlay: data-key with data-key-label. */
function listOwnKeys(): void {
  const list = document.querySelector("[data-keys-list]");
  for (const own of document.querySelectorAll<HTMLElement>("[data-key][data-key-label]")) {
    const key = document.createElement("kbd");
    key.textContent = own.dataset.key ?? "";
    const term = document.createElement("dt");
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = own.dataset.keyLabel ?? "";
    list?.append(term, meaning);
  }
}

export function startKeys(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-keys-help]")) showKeys();
  });
  const onOff = document.querySelector<HTMLInputElement>("[data-keys-switch]");
  if (onOff) {
    onOff.checked = keysAreOn();
    onOff.addEventListener("change", () => setKeys(onOff.checked));
  }
  listOwnKeys();
}
