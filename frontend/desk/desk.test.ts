import { beforeEach, describe, expect, it, vi } from "vitest";
import { currentRow, onKey, setKeys } from "./keys";
import { ping, showPresence } from "./presence";
import { allowRefusals } from "./refusals";
import { startSelections } from "./selection";

const list = `
  <input data-search>
  <div data-selection>
    <input type="checkbox" data-select-all>
    <table><tbody>
      ${[1, 2, 3].map((n) => `<tr data-row><td><input type="checkbox" data-select value="${n}"><a data-open href="#c${n}">${n}</a><button data-key="t">take ${n}</button></td></tr>`).join("")}
    </tbody></table>
    <div data-bulk hidden><b data-selection-count></b></div>
  </div>
  <button data-key="c">complete</button>`;

function key(name: string, more: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more });
  Object.defineProperty(event, "target", { value: document.activeElement ?? document.body });
  return onKey(event);
}

const pressed = (selector: string) => {
  const heard = vi.fn();
  document.querySelectorAll(selector).forEach((each) => each.addEventListener("click", (event) => (event.preventDefault(), heard(each.textContent))));
  return heard;
};

beforeEach(() => {
  setKeys(true);
  document.documentElement.lang = "zh-Hant";
  document.body.innerHTML = list;
  (document.activeElement as HTMLElement | null)?.blur();
});

describe("keys", () => {
  it("j and k walk the rows and stop at the ends", () => {
    for (const name of ["j", "j", "j", "j"]) key(name);
    expect(currentRow()?.textContent).toContain("take 3");
    for (const name of ["k", "k", "k", "k"]) key(name);
    expect(currentRow()?.textContent).toContain("take 1");
    expect(document.activeElement?.getAttribute("href")).toBe("#c1");
  });

  it("o opens and t takes the row one is on", () => {
    const [opened, taken] = [pressed("[data-open]"), pressed('[data-key="t"]')];
    key("j");
    key("j");
    key("o");
    key("t");
    expect(opened).toHaveBeenCalledWith("2");
    expect(taken).toHaveBeenCalledWith("take 2");
  });

  it("a page's own button answers where no row has one", () => {
    const completed = pressed('[data-key="c"]');
    key("j");
    expect(key("c")).toBe(true);
    expect(completed).toHaveBeenCalledOnce();
  });

  it("without a current row no row's button is pressed", () => {
    const taken = pressed('[data-key="t"]');
    expect(key("t")).toBe(false);
    expect(taken).not.toHaveBeenCalled();
  });

  it("/ goes to the search box, and there letters are letters", () => {
    key("/");
    expect(document.activeElement).toBe(document.querySelector("[data-search]"));
    expect(key("j")).toBe(false);
  });

  it("never take a key from an input method, a modifier or someone who switched them off", () => {
    expect(key("j", { isComposing: true })).toBe(false);
    expect(key("j", { ctrlKey: true })).toBe(false);
    setKeys(false);
    expect(key("j")).toBe(false);
  });

  it("a key that means nothing is left alone, also an odd one", () => {
    expect(key('"')).toBe(false);
    expect(key("F5")).toBe(false);
  });
});

describe("selection", () => {
  const boxes = () => [...document.querySelectorAll<HTMLInputElement>("[data-select]")];
  const bar = () => document.querySelector<HTMLElement>("[data-bulk]")!;

  it("x selects the row, the bar appears with the number and goes again", () => {
    startSelections();
    key("j");
    key("x");
    expect(bar().hidden).toBe(false);
    expect(document.querySelector("[data-selection-count]")?.textContent).toBe("1");
    key("x");
    expect(bar().hidden).toBe(true);
  });

  it("all selects all; taking one away leaves the head half ticked", () => {
    startSelections();
    const all = document.querySelector<HTMLInputElement>("[data-select-all]")!;
    all.click();
    expect(boxes().every((box) => box.checked)).toBe(true);
    boxes()[1]!.click();
    expect([all.checked, all.indeterminate]).toEqual([false, true]);
  });

  it("shift selects from the last one to this one", () => {
    startSelections();
    boxes()[0]!.click();
    boxes()[2]!.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
    expect(boxes().map((box) => box.checked)).toEqual([true, true, true]);
  });

  it("starting twice counts once", () => {
    startSelections();
    startSelections();
    boxes()[0]!.click();
    expect(document.querySelector("[data-selection-count]")?.textContent).toBe("1");
  });
});

describe("presence", () => {
  it("names who else is here and is silent when nobody is", () => {
    const place = document.createElement("p");
    showPresence(place, { people: ["李主任", "陳科員"] });
    expect(place.textContent).toBe("李主任、陳科員 也在看這件案件");
    showPresence(place, { people: [] });
    expect([place.textContent, place.hidden]).toEqual(["", true]);
  });

  it("writes names as text, never as markup", () => {
    const place = document.createElement("p");
    showPresence(place, { people: ["<b>x</b>"] });
    expect(place.querySelector("b")).toBeNull();
  });

  it("survives a broken connection", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("offline"));
    const place = document.createElement("p");
    place.dataset.presenceUrl = "/presence";
    await expect(ping(place)).resolves.toBeUndefined();
  });
});

describe("an answer to a part of the page", () => {
  const answered = (status: number) => {
    const detail = { xhr: { status } as XMLHttpRequest, shouldSwap: false, isError: true };
    allowRefusals(detail);
    return detail.shouldSwap;
  };

  it("is shown when it is a refusal with words, not when it is a breakdown", () => {
    expect([409, 422].map(answered)).toEqual([true, true]);
    expect([500, 502].map(answered)).toEqual([false, false]);
  });
});
