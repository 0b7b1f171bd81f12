import { beforeEach, describe, expect, it, vi } from "vitest";
import { Draft, postDraft, type Send } from "./draft";
import { readFields, writeFields } from "./fields";
import { forget, keep, kept, settleDrafts } from "./kept";

function form(attributes = "", fields = `<input name="reason"><textarea name="note"></textarea>`): HTMLFormElement {
  document.body.innerHTML = `<form data-draft="case-1" data-draft-url="/drafts" ${attributes}>${fields}<p data-draft-state></p></form>`;
  return document.querySelector("form")!;
}

function type(target: HTMLFormElement, name: string, value: string): void {
  const field = target.elements.namedItem(name) as HTMLInputElement;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function withoutStorage(): void {
  const refuse = () => {
    throw new Error("forbidden");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
}

const state = () => document.querySelector("[data-draft-state]")?.textContent ?? "";
const value = (target: HTMLFormElement, name: string) => (target.elements.namedItem(name) as HTMLInputElement).value;

beforeEach(() => {
  localStorage.clear();
  delete document.body.dataset.error;
  delete document.body.dataset.person;
  document.documentElement.lang = "zh-Hant";
  vi.useFakeTimers({ now: 1_000_000 });
});

describe("what is kept of a form", () => {
  it("is neither a password nor a file nor a token nor a field that asks to be left out", () => {
    const target = form(
      "",
      `<input name="a" value="1"><input type="password" name="p" value="s"><input type="file" name="f">
       <input type="hidden" name="csrfmiddlewaretoken" value="t"><input name="id" value="A1" data-draft-skip>`,
    );
    expect(readFields(target)).toEqual({ a: ["1"] });
  });

  it("remembers that a box was unticked", () => {
    const target = form("", `<input type="checkbox" name="c" value="1" checked><input type="checkbox" name="c" value="2">`);
    expect(writeFields(target, { c: [] })).toBe(true);
    expect(readFields(target)).toEqual({ c: [] });
  });

  it("comes back the same for every sort of field, also several of one name", () => {
    const fields = `<input name="x"><input name="x"><select name="s" multiple><option>1</option><option>2</option></select>
      <input type="radio" name="r" value="y"><input type="radio" name="r" value="n">`;
    const values = { x: ["一", "二"], s: ["1", "2"], r: ["n"] };
    const target = form("", fields);
    writeFields(target, values);
    expect(readFields(target)).toEqual(values);
  });
});

describe("a draft", () => {
  it("is sent once after a pause in typing, and then only the server has it", async () => {
    const send = vi.fn<Send>().mockResolvedValue();
    const target = form();
    new Draft(target, send).start();
    type(target, "reason", "缺");
    await vi.advanceTimersByTimeAsync(500);
    type(target, "reason", "缺照片");
    expect(kept("case-1")?.values.reason).toEqual(["缺照片"]);
    await vi.advanceTimersByTimeAsync(800);
    expect(send).toHaveBeenCalledOnce();
    expect(send).toHaveBeenCalledWith("/drafts", "case-1", { reason: ["缺照片"], note: [""] }, false);
    expect(kept("case-1")).toBeNull();
    expect(state()).toContain("草稿已儲存");
  });

  it("stays in the browser while the server cannot be reached, and is sent later", async () => {
    const send = vi.fn<Send>().mockRejectedValueOnce(new Error("offline")).mockResolvedValue();
    const target = form();
    new Draft(target, send).start();
    type(target, "note", "abc");
    await vi.advanceTimersByTimeAsync(800);
    expect(state()).toContain("已保留在這台電腦");
    expect(kept("case-1")?.values.note).toEqual(["abc"]);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(send).toHaveBeenCalledTimes(2);
    expect(kept("case-1")).toBeNull();
  });

  it("typed while an older one was on its way is not taken for saved", async () => {
    let arrive = () => {};
    const send = vi.fn<Send>(() => new Promise((done) => (arrive = done)));
    const target = form();
    new Draft(target, send).start();
    type(target, "note", "a");
    await vi.advanceTimersByTimeAsync(800);
    type(target, "note", "ab");
    arrive();
    await vi.advanceTimersByTimeAsync(0);
    expect(kept("case-1")?.values.note).toEqual(["ab"]);
    await vi.advanceTimersByTimeAsync(800);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it("restores what the server kept", () => {
    const target = form(`data-draft-values='{"reason":"照片不清楚","note":["請重拍"]}' data-draft-saved-at="1970-01-01T00:10:00Z"`);
    new Draft(target, vi.fn<Send>()).start();
    expect([value(target, "reason"), value(target, "note")]).toEqual(["照片不清楚", "請重拍"]);
    expect(state()).toContain("已還原");
  });

  it.each([
    [700_000, "browser"],
    [500_000, "server"],
  ])("takes the newer of two copies (typed at %i: %s)", (typedAt, wanted) => {
    keep("case-1", { values: { reason: ["browser"] }, typedAt, sent: false });
    const target = form(`data-draft-values='{"reason":"server"}' data-draft-saved-at="1970-01-01T00:10:00Z"`);
    new Draft(target, vi.fn<Send>().mockResolvedValue()).start();
    expect(value(target, "reason")).toBe(wanted);
  });

  it("is at risk only when the browser cannot keep it either", () => {
    withoutStorage();
    const target = form();
    const draft = new Draft(target, vi.fn<Send>().mockResolvedValue());
    draft.start();
    expect(draft.isAtRisk).toBe(false);
    type(target, "note", "x");
    expect(draft.isAtRisk).toBe(true);
    expect(state()).toContain("將遺失");
  });

  it("is sent at once when the page is left, in a request that outlives it", () => {
    const send = vi.fn<Send>().mockResolvedValue();
    const target = form();
    const draft = new Draft(target, send);
    draft.start();
    type(target, "note", "x");
    draft.leave();
    expect(send.mock.calls[0]?.[3]).toBe(true);
  });

  it("is not sent after the form itself was: it would come back from the dead", async () => {
    const send = vi.fn<Send>().mockResolvedValue();
    const target = form();
    new Draft(target, send).start();
    type(target, "note", "x");
    target.dispatchEvent(new Event("submit"));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(send).not.toHaveBeenCalled();
    expect(kept("case-1")?.sent).toBe(true);
  });
});

describe("the page after a form was sent", () => {
  const sent = () => keep("case-1", { values: {}, typedAt: 1_000_000, sent: true });

  it("forgets the copy, because the server has it", () => {
    sent();
    settleDrafts(1_000_100, "navigate");
    expect(kept("case-1")).toBeNull();
  });

  it("keeps the copy when it is an error page, also for the pages after that", () => {
    sent();
    document.body.dataset.error = "500";
    settleDrafts(1_000_100, "navigate");
    delete document.body.dataset.error;
    settleDrafts(1_000_200, "navigate");
    expect(kept("case-1")?.sent).toBe(false);
  });

  it("keeps the copy when one only went back", () => {
    sent();
    settleDrafts(1_000_100, "back_forward");
    expect(kept("case-1")).not.toBeNull();
  });

  it("forgets what lies here longer than a week", () => {
    keep("case-1", { values: {}, typedAt: 0, sent: false });
    settleDrafts(8 * 86_400_000, "reload");
    expect(kept("case-1")).toBeNull();
  });
});

it("the next person at the same computer does not meet the copy", () => {
  document.body.dataset.person = "7";
  keep("case-1", { values: { note: ["x"] }, typedAt: 1_000_000, sent: false });
  document.body.dataset.person = "8";
  expect(kept("case-1")).toBeNull();
  document.body.dataset.person = "7";
  expect(kept("case-1")?.values.note).toEqual(["x"]);
});

describe("the request", () => {
  it("carries key, fields and the token against forgery", async () => {
    document.head.innerHTML = `<meta name="csrf-token" content="tok">`;
    const fetching = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 204 }));
    await postDraft("/drafts", "case-1", { c: ["1", "2"] }, true);
    const options = fetching.mock.calls[0]![1]!;
    expect(String(options.body)).toBe("draft=case-1&c=1&c=2");
    expect(options.headers).toEqual({ "X-CSRFToken": "tok" });
    expect(options.keepalive).toBe(true);
  });

  it("fails on any answer but success", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 403 }));
    await expect(postDraft("/drafts", "k", {}, false)).rejects.toThrow("403");
  });
});

it("a browser without storage is no error", () => {
  withoutStorage();
  expect(kept("x")).toBeNull();
  expect(() => forget("x")).not.toThrow();
});
