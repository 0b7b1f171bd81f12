/** Warns before the server logs an idle person out, and tells it of typing that sends nothing by itself. */

export interface Idle {
  /** Minutes without a sign of life after which the server ends the log-in. */
  minutes: number;
  /** Where a sign of life is sent. */
  here: string;
}

const WARN_BEFORE = 2 * 60_000;
const TELL_EVERY = 5 * 60_000;
const LOOK_EVERY = 10_000;
const SHARED = "tongban-seen";

export class Watch {
  private told: number;
  private typed = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly idle: Idle,
    private readonly now: () => number = Date.now,
  ) {
    this.told = now();
    this.share();
  }

  start(): void {
    for (const event of ["keydown", "pointerdown"]) addEventListener(event, () => (this.typed = this.now()), true);
    document.addEventListener("htmx:afterRequest", (event) => this.answered(event as CustomEvent));
    this.box.querySelector("[data-stay]")?.addEventListener("click", () => void this.tell());
    setInterval(() => void this.look(), LOOK_EVERY);
  }

  /** Milliseconds until the log-in ends, as far as any tab of this browser knows. */
  left(): number {
    const elsewhere = Number(localStorage.getItem(SHARED)) || 0;
    return Math.max(this.told, elsewhere) + this.idle.minutes * 60_000 - this.now();
  }

  async look(): Promise<void> {
    if (this.typed > this.told && this.now() - this.told >= TELL_EVERY) await this.tell();
    const left = this.left();
    this.box.hidden = left > WARN_BEFORE;
    this.box.toggleAttribute("data-over", left <= 0);
  }

  async tell(): Promise<void> {
    const answer = await fetch(this.idle.here, { credentials: "same-origin" }).catch(() => null);
    if (answer?.ok) this.seen();
  }

  private answered(event: CustomEvent): void {
    const sent = event.detail?.requestConfig?.headers ?? {};
    if (event.detail?.successful && sent["X-Background"] !== "1") this.seen();
  }

  private seen(): void {
    this.told = this.now();
    this.share();
    this.box.hidden = true;
  }

  private share(): void {
    localStorage.setItem(SHARED, String(this.told));
  }
}
