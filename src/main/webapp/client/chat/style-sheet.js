/**
 * A constructed style sheet: it needs no exception from a Content-Security-Policy.
 *
 * @param {string} css  its rem is the page's `--parley-rem`, where that is set: some pages have a rem of 10 px
 * @returns {() => CSSStyleSheet} always the same one, made when it is first asked for
 */
export function styleSheet(css) {
  /** @type {CSSStyleSheet | undefined} */ let sheet;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css.replace(/(-?[\d.]+)rem/g, 'calc($1*var(--parley-rem,1rem))'));
    }
    return sheet;
  };
}
