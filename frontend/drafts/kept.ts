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

/** A copy belongs to the person who typed it: the next one at this computer never meets it. */
function nameOf(key: string): string {
  return `${PREFIX}${document.body.dataset.person ?? ""}:${key}`;
}

export function keep(key: string, kept: Kept): boolean {
  return write(nameOf(key), kept);
}

export function kept(key: string): Kept | null {
  return read(nameOf(key));
}

export function forget(key: string): void {
  remove(nameOf(key));
}

function write(name: string, kept: Kept): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(kept));
    return true;
  } catch {
    return false; // full or forbidden: the caller warns
  }
}

function read(name: string): Kept | null {
  try {
    const text = localStorage.getItem(name);
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

function remove(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // storage is forbidden, so nothing was kept either
  }
}

function everyName(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
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
  for (const name of everyName()) {
    const copy = read(name);
    if (!copy || now - copy.typedAt > DAYS_KEPT * 24 * 60 * 60 * 1000) remove(name);
    else if (copy.sent && failed) write(name, { ...copy, sent: false });
    else if (copy.sent && how === "navigate") remove(name);
  }
}
