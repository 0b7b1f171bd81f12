/** What htmx tells with its events, as far as we use it. */
export interface Detail {
  headers?: Record<string, string>;
  elt?: Element;
  successful?: boolean;
  shouldSwap?: boolean;
  isError?: boolean;
  xhr?: XMLHttpRequest;
}

/** A refusal (409 changed meanwhile, 422 faults in the form) is a part to show, not a failure to hide. */
export function allowRefusals(detail: Detail): void {
  if (detail.xhr && [403, 409, 422, 429].includes(detail.xhr.status)) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
}
