/** How much of a promotion's own lines there is when its turn comes. */
export interface Measure {
  readonly pieces: number
  readonly minor: number
}
