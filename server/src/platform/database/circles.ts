import type { Logger } from 'pino'

/** SQL state of a transaction that the database has ended, because it and others waited for each other in a circle. */
const CIRCLE = '40P01'
/** Times that work is carried out in all before its caller is told. */
const MAX_TRIES = 3

export interface Circles {
  /** How many were met since the start. Each is a fault: somebody locks against the order of docs/architecture.md. */
  readonly met: () => number
  /**
   * Carries out a transaction, and once more when the database ended it to break a circle: nothing of it was committed, and the others of
   * the circle have what it waited for. Each time is logged and counted.
   */
  readonly breakOut: <T>(transaction: () => Promise<T>) => Promise<T>
}

export function openCircles(log: Logger): Circles {
  let met = 0
  return {
    met: () => met,
    breakOut: async (transaction) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return await transaction()
        } catch (error) {
          if ((error as { code?: string }).code !== CIRCLE) throw error
          met += 1
          log.warn(
            { err: error, tries },
            'transactions waited for each other in a circle: find who locks out of order',
          )
          if (tries === MAX_TRIES) throw error
        }
      }
    },
  }
}
