import { words } from "../words";

/** data-dismiss takes its message away and gives the focus back to the page. */
export function dismiss(button: Element): void {
  const message = button.closest("[data-dismissible]");
  if (!message) return;
  const held = message.contains(document.activeElement);
  message.remove();
  if (held) document.querySelector<HTMLElement>("main")?.focus();
}

/** data-copy="#id" copies that element's text or value, any other text copies itself. */
export function textToCopy(button: HTMLElement): string {
  const wanted = button.dataset.copy ?? "";
  if (!wanted.startsWith("#")) return wanted;
  const source = document.getElementById(wanted.slice(1));
  if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) return source.value;
  return source?.textContent.trim() ?? "";
}

export async function copy(button: HTMLElement): Promise<void> {
  const said = await navigator.clipboard.writeText(textToCopy(button)).then(
    () => words().copied,
    () => words().copyFailed,
  );
  announce(said);
  button.textContent = said;
}

/** Reads a sentence out to those who do not see the page change. */
export function announce(text: string): void {
  let region = document.getElementById("announcements");
  if (!region) {
    region = document.createElement("div");
    region.id = "announcements";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

export function startButtons(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const dismissing = target.closest("[data-dismiss]");
    if (dismissing) dismiss(dismissing);
    if (target.closest("[data-print]")) window.print();
    const copying = target.closest<HTMLElement>("[data-copy]");
    if (copying) void copy(copying);
  });
}
