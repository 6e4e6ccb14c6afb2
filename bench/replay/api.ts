import type { Pool } from 'undici'

/** The Splot that is replayed into: its API, and what its payment provider has in its own book. */
export interface ReplayWorld {
  readonly http: Pool
  readonly charges: () => Promise<readonly Charge[]>
}

/** A charge in the provider's book; amounts in grosze. */
export interface Charge {
  readonly status: string
  readonly amount: number
  readonly refunded_amount: number
  /** The number of the order. */
  readonly reference: string
}

export interface Money {
  readonly minor: number
}

/** What the replay reads of an order. */
export interface OrderAnswer {
  readonly id: string
  readonly number: string
  readonly state: string
  readonly channel: string
  readonly lines: readonly {
    readonly lineId: number
    readonly sku: string
    readonly quantity: number
    readonly returned: number
    readonly unitPrice: Money
    readonly total: Money
  }[]
  readonly totals: { readonly gross: Money; readonly shipping: Money }
  readonly fulfilments: readonly { readonly id: string }[]
  readonly payments: readonly {
    readonly method: string
    readonly state: string
    readonly amount: Money
    readonly refunded: Money
  }[]
  readonly returns: readonly { readonly number: string; readonly state: string; readonly refunded: Money }[]
}

/** A machine key per place that the replay works in, and one that may read everything. */
export interface ReplayKeys {
  readonly at: (locationCode: string) => string
  readonly reader: string
}

export const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` })

/** Runs `work` over `items` in their order, at most `width` at a time; the first failure ends it. */
export async function eachAtMost<T>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  let failed = false
  const loop = async () => {
    for (const item of rest) {
      if (failed) return
      try {
        await work(item)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: width }, loop))
}
