const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for XML, HTML and SVG, in content and in quoted attributes; control characters, which XML does not know, are left out. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!).replace(/(?![\t\n\r])\p{Cc}/gu, '');
