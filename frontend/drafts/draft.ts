import { words } from "../words";
import { readFields, serverValues, writeFields } from "./fields";
import { forget, keep, kept, type Values } from "./kept";

const PAUSE = 800; // ms without a key until the draft is sent
const RETRY = 15_000;

export type Send = (url: string, key: string, values: Values, leaving: boolean) => Promise<void>;

/** Keeps what is typed into one form: at once in this browser, after a pause on the server. */
export class Draft {
  readonly key: string;
  private readonly url: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting = false;
  private inBrowser = true;
  private revision = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly send: Send = postDraft,
    private readonly now: () => number = Date.now,
  ) {
    this.key = form.dataset.draft ?? "";
    this.url = form.dataset.draftUrl ?? "";
  }

  start(): void {
    this.restore();
    this.form.addEventListener("input", () => this.typed());
    this.form.addEventListener("change", () => this.typed());
    this.form.addEventListener("submit", () => this.submitted());
  }

  /** Leaving would lose something: neither the server nor this browser has it. */
  get isAtRisk(): boolean {
    return this.waiting && !this.inBrowser;
  }

  private restore(): void {
    const server = serverValues(this.form);
    const local = kept(this.key);
    const savedAt = Date.parse(this.form.dataset.draftSavedAt ?? "") || 0;
    const newest = local && local.typedAt > savedAt ? local.values : server;
    if (newest && writeFields(this.form, newest)) this.say(words().restored);
    if (local && newest === local.values) this.schedule(0);
    else forget(this.key);
  }

  private typed(): void {
    this.waiting = true;
    this.revision += 1;
    this.inBrowser = keep(this.key, { values: readFields(this.form), typedAt: this.now(), sent: false });
    this.say(this.inBrowser ? words().saving : words().notKept);
    this.schedule(PAUSE);
  }

  /** The form's own request carries everything now; only the copy here waits to see it arrive. */
  private submitted(): void {
    clearTimeout(this.timer);
    this.waiting = false;
    this.revision += 1;
    keep(this.key, { values: readFields(this.form), typedAt: this.now(), sent: true });
  }

  arrived(): void {
    clearTimeout(this.timer);
    this.waiting = false;
    forget(this.key);
  }

  /** Sends what waits, now: the page is being hidden or left. */
  leave(): void {
    if (this.waiting) void this.save(true);
  }

  private schedule(delay: number): void {
    clearTimeout(this.timer);
    this.waiting = true;
    this.timer = setTimeout(() => void this.save(false), delay);
  }

  async save(leaving: boolean): Promise<void> {
    clearTimeout(this.timer);
    const sent = this.revision;
    try {
      await this.send(this.url, this.key, readFields(this.form), leaving);
    } catch {
      this.notSaved();
      return;
    }
    if (sent !== this.revision) return; // typed on meanwhile: the next save confirms that
    this.waiting = false;
    forget(this.key);
    this.say(`${words().saved} ${clock(this.now())}`);
  }

  private notSaved(): void {
    if (!this.waiting) return;
    this.say(this.inBrowser ? words().keptHere : words().notKept);
    this.timer = setTimeout(() => void this.save(false), RETRY);
  }

  private say(text: string): void {
    const place = this.form.querySelector<HTMLElement>("[data-draft-state]");
    if (place) place.textContent = text;
  }
}

function clock(ms: number): string {
  return new Date(ms).toLocaleTimeString("zh-TW", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Taipei" });
}

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

/** POST of the form's fields under their own names, the key in `draft`; any answer but 2xx is a failure. */
export async function postDraft(url: string, key: string, values: Values, leaving: boolean): Promise<void> {
  const body = new URLSearchParams({ draft: key });
  for (const [name, list] of Object.entries(values)) for (const value of list) body.append(name, value);
  const headers = { "X-CSRFToken": csrfToken() };
  const answer = await fetch(url, { method: "POST", body, headers, keepalive: leaving, redirect: "error" });
  if (!answer.ok) throw new Error(`draft refused: ${answer.status}`);
}
