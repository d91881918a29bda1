// A list that is taller than a browser lets an element be. The element has at most `TALLEST` pixels; where one is in the list (`top`, in the
// list's own pixels) is kept here. Small moves (wheel, finger) are taken as they are, a jump (the bar is dragged) by its share of the whole.
export const TALLEST = 6_000_000;

export class Scale {
  /** How far the list is scrolled, in its own pixels. */
  top = 0;
  private seen = 0;
  private full = 0;
  private view = 0;

  /** The height of the element. */
  get height(): number {
    return Math.min(this.full, TALLEST);
  }

  get scaled(): boolean {
    return this.full > TALLEST;
  }

  private get lastTop(): number {
    return Math.max(0, this.full - this.view);
  }

  private get lastSeen(): number {
    return Math.max(0, this.height - this.view);
  }

  resize(full: number, view: number): void {
    this.full = full;
    this.view = view;
    this.top = Math.min(this.top, this.lastTop);
    this.seen = this.bar();
  }

  /** Where the element's own scroll position belongs. */
  bar(): number {
    if (!this.scaled) return this.top;
    return this.lastTop === 0 ? 0 : Math.round((this.top / this.lastTop) * this.lastSeen);
  }

  /** The element was scrolled. */
  scrolled(to: number): number {
    const by = to - this.seen;
    this.seen = to;
    if (!this.scaled) this.top = to;
    else if (Math.abs(by) <= this.view) this.top += by;
    else this.top = this.lastSeen === 0 ? 0 : (to / this.lastSeen) * this.lastTop;
    this.top = Math.min(Math.max(0, this.top), this.lastTop);
    return this.top;
  }

  /** Goes there; the answer is where the element has to be scrolled. */
  go(top: number): number {
    this.top = Math.min(Math.max(0, top), this.lastTop);
    return this.settle();
  }

  /** After small moves the bar no longer stands at its share of the whole. */
  settle(): number {
    this.seen = this.bar();
    return this.seen;
  }
}
