/**
 * Second copies of drafts in this browser. One exists only while the server has not confirmed what was typed,
 * so that nothing personal stays on a shared computer longer than it must.
 */

export type Values = Record<string, string[]>;

export interface Kept {
  values: Values;
  /** when it was typed, ms since the epoch */
  typedAt: number;
  /** the form was sent with these values; whether it arrived shows on the next page */
  sent: boolean;
}

const PREFIX = "draft:";
const DAYS_KEPT = 7;

export function keep(key: string, kept: Kept): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(kept));
    return true;
  } catch {
    return false; // full or forbidden: the caller warns
  }
}

export function kept(key: string): Kept | null {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // storage is forbidden, so nothing was kept either
  }
}

function keptKeys(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

function navigation(): string {
  const entry = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  return entry?.type ?? "navigate";
}

/**
 * After a form was sent, the first page tells what became of it: an error page keeps the copy, an ordinary page
 * means that the server has it. Going back or reloading says nothing, so the copy stays.
 */
export function settleDrafts(now: number = Date.now(), how: string = navigation()): void {
  const failed = document.body.dataset.error !== undefined;
  for (const key of keptKeys()) {
    const copy = kept(key);
    if (!copy || now - copy.typedAt > DAYS_KEPT * 24 * 60 * 60 * 1000) forget(key);
    else if (copy.sent && failed) keep(key, { ...copy, sent: false });
    else if (copy.sent && how === "navigate") forget(key);
  }
}
