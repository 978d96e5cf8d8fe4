type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** An element with attributes and children. Strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    made.setAttribute(attribute, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Only addresses within the page and files beside it are linked to. */
export function safeAddress(href: string): string | undefined {
  return /^(#|[\w%.~-]+(\/[\w%.~-]+)*$)/.test(href) ? href : undefined;
}
