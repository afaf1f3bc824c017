const NEAR_END_PX = 48;

/**
 * Where its reader is in the list: at the end, following what comes, or at a message further up. That stays where it is on
 * the screen whatever is loaded above it, grows, or is laid out only now; browsers do not agree about doing so by themselves.
 */
export class ReadingPlace {
  #log;
  #onMove;
  #following = true;
  /** @type {Element | null} what the end is not to be followed past */ #stop = null;
  /** @type {Element | null | undefined} the first message in sight, while not following */ #read = null;
  /** Where that is among all messages, and how far it is scrolled: as last seen. */
  #readAt = 0;
  #top = 0;
  #planned = false;
  #sizes = new ResizeObserver((changes) => {
    for (const { target } of changes) /** @type {HTMLElement} */ (target).style.contentVisibility = '';
    this.#settle();
  });

  /**
   * @param {HTMLElement} log    scrolls; its children after the first one are pages, and theirs have a `.message` each
   * @param {() => void} onMove  the reader may be elsewhere, or the ends are
   */
  constructor(log, onMove) {
    this.#log = log;
    this.#onMove = onMove;
    log.onscroll = () => this.#scrolled();
    this.#sizes.observe(log); // the keyboard of a phone, a growing composer, a turned screen
  }

  /** @returns {boolean} */
  get following() {
    return this.#following;
  }

  /** @returns {number} in screens */
  get toStart() {
    return this.#log.scrollTop / this.#log.clientHeight;
  }

  /** @returns {number} in screens */
  get toEnd() {
    return this.#below / this.#log.clientHeight;
  }

  /** @param {HTMLElement} page  its size, which changes when it is laid out, is followed @param {boolean} [atOnce]  it is laid out now, in sight or not */
  watch(page, atOnce = false) {
    if (atOnce) page.style.contentVisibility = 'visible';
    this.#sizes.observe(page);
  }

  /** @param {Element} page */
  forget(page) {
    this.#sizes.unobserve(page);
  }

  /** Goes to the end and follows it. @param {Element | null} [stop]  what is to stay in sight: the end is followed no further than to have it at the top */
  follow(stop = null) {
    this.#following = true;
    this.#stop = stop;
    this.plan();
  }

  /** Puts the reader back after something has changed. To be called in the task that has changed it, before anything can scroll. */
  keep() {
    const log = this.#log;
    if (log.clientHeight === 0) return; // nobody sees it, and it forgets how far it is scrolled
    const end = log.scrollHeight - log.clientHeight;
    if (!this.#following) this.#keepRead(end);
    else if (this.#stop?.isConnected && this.#placeOf(this.#stop) < end) this.#standAt(this.#stop);
    else log.scrollTop = end;
    this.#top = log.scrollTop;
  }

  /** Back in sight, perhaps elsewhere in the page, where it forgot. */
  restore() {
    this.#log.scrollTop = this.#top;
    this.plan();
  }

  /** Once a frame, however much has changed. */
  plan() {
    if (this.#planned) return;
    this.#planned = true;
    requestAnimationFrame(() => {
      this.#planned = false;
      this.#settle();
    });
  }

  get #below() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    return scrollHeight - scrollTop - clientHeight;
  }

  #settle() {
    this.keep();
    if (this.#log.clientHeight > 0) this.#onMove();
  }

  /** Only a way up ends the following: on the way down, more may have been added below than was there when it began. */
  #scrolled() {
    const { scrollTop } = this.#log;
    if (this.#below < NEAR_END_PX) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    if (!this.#following && scrollTop !== this.#top) {
      this.keep(); // what is laid out anew has not been reckoned with yet
      this.#remember();
    }
    this.#top = this.#log.scrollTop;
    this.#onMove();
  }

  /** @param {number} end */
  #keepRead(end) {
    const log = this.#log;
    if (!this.#read?.isConnected) return this.#remember();
    const at = this.#placeOf(this.#read);
    // A list that has become shorter was scrolled by the browser already.
    const top = log.scrollTop >= Math.floor(end) ? Math.max(log.scrollTop, this.#top) : log.scrollTop;
    if (at !== this.#readAt) log.scrollTop = top + at - this.#readAt;
    this.#readAt = at;
  }

  /** @param {Element} place */
  #standAt(place) {
    this.#log.scrollTop = this.#placeOf(place);
    this.#following = false;
    this.#remember();
  }

  #remember() {
    const { top, bottom } = this.#log.getBoundingClientRect();
    const page = firstBelow(this.#log.children, top, 1);
    const first = page && firstBelow(page.children, top);
    // Rather one that begins in sight: the first may become shorter above.
    const next = first?.nextElementSibling;
    this.#read = (next && next.getBoundingClientRect().top < bottom ? next : first)?.querySelector('.message');
    if (this.#read) this.#readAt = this.#placeOf(this.#read);
  }

  /** From where the content begins, however far it is scrolled. @param {Element} node */
  #placeOf(node) {
    return node.getBoundingClientRect().top - this.#log.getBoundingClientRect().top + this.#log.scrollTop;
  }
}

/** @param {HTMLCollection} nodes  one below the other @param {number} y @param {number} from @returns {Element | undefined} the first that reaches below `y` */
function firstBelow(nodes, y, from = 0) {
  let to = nodes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (nodes[middle].getBoundingClientRect().bottom > y) to = middle;
    else from = middle + 1;
  }
  return nodes[from];
}
