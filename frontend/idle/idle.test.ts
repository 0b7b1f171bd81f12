import { beforeEach, describe, expect, it, vi } from "vitest";
import { Watch } from "./idle";

const MINUTE = 60_000;
let time: number;
let box: HTMLElement;
let ask: ReturnType<typeof vi.fn>;

function watch(): Watch {
  const made = new Watch(box, { minutes: 30, here: "/accounts/here/" }, () => time);
  made.start();
  return made;
}

beforeEach(() => {
  localStorage.clear();
  time = 1_000 * MINUTE;
  document.body.innerHTML = `<div data-idle="30" hidden><button data-stay></button></div><textarea></textarea>`;
  box = document.querySelector("[data-idle]")!;
  ask = vi.fn(async () => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", ask);
});

describe("the idle warning", () => {
  it("comes two minutes before the end, not earlier", async () => {
    const idle = watch();
    time += 27 * MINUTE;
    await idle.look();
    expect(box.hidden).toBe(true);
    time += MINUTE;
    await idle.look();
    expect(box.hidden).toBe(false);
    expect(box.hasAttribute("data-over")).toBe(false);
    time += 2 * MINUTE;
    await idle.look();
    expect(box.hasAttribute("data-over")).toBe(true);
  });

  it("goes when one chooses to stay", async () => {
    const idle = watch();
    time += 29 * MINUTE;
    await idle.look();
    box.querySelector("button")!.click();
    await vi.waitFor(() => expect(box.hidden).toBe(true));
    expect(ask).toHaveBeenCalledWith("/accounts/here/", expect.anything());
  });

  it("stays when the server no longer knows one", async () => {
    const idle = watch();
    time += 29 * MINUTE;
    await idle.look();
    ask.mockResolvedValue(new Response(null, { status: 401 }));
    await idle.tell();
    expect(box.hidden).toBe(false);
  });

  it("does not come while another tab is in use", async () => {
    const idle = watch();
    time += 29 * MINUTE;
    localStorage.setItem("tongban-seen", String(time - MINUTE));
    await idle.look();
    expect(box.hidden).toBe(true);
  });
});

describe("typing", () => {
  it("is told to the server every five minutes", async () => {
    const idle = watch();
    time += 4 * MINUTE;
    document.querySelector("textarea")!.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true }));
    await idle.look();
    expect(ask).not.toHaveBeenCalled();
    time += MINUTE;
    await idle.look();
    expect(ask).toHaveBeenCalledTimes(1);
    time += 6 * MINUTE;
    await idle.look();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it("is not polling", async () => {
    const idle = watch();
    time += 20 * MINUTE;
    const detail = { successful: true, requestConfig: { headers: { "X-Background": "1" } } };
    document.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail }));
    expect(idle.left()).toBe(10 * MINUTE);
  });
});
