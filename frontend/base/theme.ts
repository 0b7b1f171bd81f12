export type Theme = "auto" | "light" | "dark";

const YEAR = 365 * 24 * 60 * 60;

export function currentTheme(root: HTMLElement = document.documentElement): Theme {
  const value = root.dataset.bsTheme;
  return value === "light" || value === "dark" ? value : "auto";
}

/** The choice stands in a cookie, so that the server writes the next page in it and nothing flashes. */
export function chooseTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === "auto") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  const age = theme === "auto" ? 0 : YEAR;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
  showChoice(root);
}

export function showChoice(root: HTMLElement = document.documentElement): void {
  const theme = currentTheme(root);
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
  }
}

export function startTheme(): void {
  showChoice();
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    const choice = button?.dataset.themeChoice;
    if (choice === "auto" || choice === "light" || choice === "dark") chooseTheme(choice);
  });
}
