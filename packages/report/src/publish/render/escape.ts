const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => htmlNames[character] ?? '');
}

/**
 * Text for one cell of a Markdown table. Characters that Markdown reads are written as entities,
 * which no extension of Markdown takes apart again; line feeds become breaks.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[&<>"'|`*_~[\]\\$!#]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('://', ':&#47;&#47;')
    .replaceAll('\n', '<br>');
}

/** Text to be copied, in a fixed-width font, anywhere in Markdown. */
export function codeMarkdown(text: string): string {
  return `<code>${escapeMarkdown(text)}</code>`;
}

/**
 * One field of a CSV file (RFC 4180), always quoted. A field that a spreadsheet would take for a
 * formula begins with an apostrophe, which makes it text.
 */
export function escapeCsv(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  if (!unusual.test(value)) return `"${value}"`;
  const flat = value.replaceAll(/\r?\n/g, ' ');
  const harmless = /^\s*[=+\-@\t\r]/.test(flat) ? `'${flat}` : flat;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** What a CSV file cannot hold as it is. */
const unusual = /["\n]|^\s*[=+\-@\t\r]/;

/** JSON that may stand inside a `<script>` element, whatever strings it holds. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
