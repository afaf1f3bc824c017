/**
 * A constructed style sheet: it needs no exception from a Content-Security-Policy.
 *
 * @param {string} css
 * @returns {() => CSSStyleSheet} always the same one, made when it is first asked for
 */
export function styleSheet(css) {
  /** @type {CSSStyleSheet | undefined} */ let sheet;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    return sheet;
  };
}
