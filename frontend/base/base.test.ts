import { beforeEach, describe, expect, it, vi } from "vitest";
import { announce, copy, dismiss, startButtons, textToCopy } from "./buttons";
import { chooseTheme, currentTheme } from "./theme";

beforeEach(() => {
  document.body.innerHTML = "";
  chooseTheme("auto");
});

describe("the theme", () => {
  it("follows the system until one is chosen", () => {
    expect(currentTheme()).toBe("auto");
    expect(document.documentElement.dataset.bsTheme).toBeUndefined();
  });

  it("is remembered for the server in a cookie and can be given back to the system", () => {
    chooseTheme("dark");
    expect(document.cookie).toContain("theme=dark");
    expect(currentTheme()).toBe("dark");
    chooseTheme("auto");
    expect(document.cookie).not.toContain("theme=dark");
    expect(currentTheme()).toBe("auto");
  });

  it("shows on the buttons which one holds", () => {
    document.body.innerHTML = `<button data-theme-choice="light"></button><button data-theme-choice="dark"></button>`;
    chooseTheme("light");
    expect([...document.querySelectorAll("button")].map((b) => b.getAttribute("aria-pressed"))).toEqual(["true", "false"]);
  });
});

describe("a message", () => {
  it("goes away and leaves the focus in the page, not nowhere", () => {
    document.body.innerHTML = `<main tabindex="-1"><div data-dismissible><button data-dismiss></button></div></main>`;
    const button = document.querySelector("button")!;
    button.focus();
    dismiss(button);
    expect(document.querySelector("[data-dismissible]")).toBeNull();
    expect(document.activeElement).toBe(document.querySelector("main"));
  });
});

describe("copying", () => {
  it("takes a field's value, an element's text, or the words themselves", () => {
    document.body.innerHTML = `<input id="a" value="12"><p id="b"> SOC-115 </p>`;
    const asked = (what: string) => {
      const button = document.createElement("button");
      button.dataset.copy = what;
      return textToCopy(button);
    };
    expect([asked("#a"), asked("#b"), asked("plain")]).toEqual(["12", "SOC-115", "plain"]);
  });

  it("says so when the browser refuses", async () => {
    vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
    const button = document.createElement("button");
    button.dataset.copy = "x";
    await copy(button);
    expect(button.textContent).toBe("無法複製，請自行選取");
  });
});

it("prints when asked to", () => {
  const print = vi.fn();
  window.print = print;
  startButtons();
  document.body.innerHTML = `<button data-print><span>列印</span></button>`;
  document.querySelector("span")!.click();
  expect(print).toHaveBeenCalledOnce();
});

it("announces in one region however often", () => {
  announce("一");
  announce("二");
  expect(document.querySelectorAll("#announcements")).toHaveLength(1);
  expect(document.getElementById("announcements")?.textContent).toBe("二");
});
