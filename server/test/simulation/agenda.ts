/** What happens when, in virtual time: one thing after the other, never two at once. */
export class Agenda {
  /** Virtual time, in milliseconds since 1970. */
  now: number
  private next = 0
  private items: {
    readonly at: number
    readonly order: number
    readonly what: string
    readonly run: () => Promise<void>
  }[] = []

  constructor(now: number) {
    this.now = now
  }

  /** `what` names it in the report of a failure. Things of the same moment happen in the order in which they were put in. */
  at(time: number, what: string, run: () => Promise<void>): void {
    const item = { at: Math.max(time, this.now), order: (this.next += 1), what, run }
    let low = 0
    let high = this.items.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.items[middle]
      if (other && (other.at < item.at || (other.at === item.at && other.order < item.order)))
        low = middle + 1
      else high = middle
    }
    this.items.splice(low, 0, item)
  }

  in(ms: number, what: string, run: () => Promise<void>): void {
    this.at(this.now + ms, what, run)
  }

  /** Lives through everything until then. */
  async runUntil(end: number): Promise<number> {
    let happened = 0
    for (let item = this.items[0]; item && item.at <= end; item = this.items[0]) {
      this.items.shift()
      // Something that took long has moved the clock past what was planned meanwhile.
      this.now = Math.max(this.now, item.at)
      happened += 1
      try {
        await item.run()
      } catch (error) {
        if (error instanceof Error) error.message = `${clockFace(this.now)} ${item.what}: ${error.message}`
        throw error
      }
    }
    this.now = Math.max(this.now, end)
    return happened
  }
}

export const clockFace = (at: number): string => new Date(at).toISOString().slice(11, 19)
