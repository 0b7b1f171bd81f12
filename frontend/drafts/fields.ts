import type { Values } from "./kept";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What is never kept: secrets, files, tokens, and fields marked data-draft-skip. */
function isKept(field: Element): field is Field {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement))
    return false;
  const secret = ["password", "file", "hidden", "submit", "button", "image", "reset"].includes(field.type);
  return field.name !== "" && !secret && !field.disabled && !("draftSkip" in field.dataset);
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(isKept);
}

/** Every kept field by name; unticked boxes and empty choices are there as empty lists, so that unticking is kept too. */
export function readFields(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of fields(form)) {
    const list = (values[field.name] ??= []);
    if (field instanceof HTMLSelectElement) list.push(...[...field.options].filter((option) => option.selected).map((option) => option.value));
    else if (!isTickable(field) || field.checked) list.push(field.value);
  }
  return values;
}

/** Puts values back; fields that are not named keep what the server wrote. Tells whether anything changed. */
export function writeFields(form: HTMLFormElement, values: Values): boolean {
  const before = JSON.stringify(readFields(form));
  const taken: Record<string, number> = {};
  for (const field of fields(form)) {
    const list = values[field.name];
    if (!list) continue;
    if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else if (isTickable(field)) {
      field.checked = list.includes(field.value);
    } else {
      const index = taken[field.name] ?? 0;
      taken[field.name] = index + 1;
      field.value = list[index] ?? "";
    }
  }
  return JSON.stringify(readFields(form)) !== before;
}

function isTickable(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

/** The server's copy, written as JSON of name to text or list of texts in data-draft-values. */
export function serverValues(form: HTMLFormElement): Values | null {
  const text = form.dataset.draftValues;
  if (!text) return null;
  const given = JSON.parse(text) as Record<string, string | string[]>;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value : [value]]));
}
