/** What one factor said: a signed share of the regular price, in parts per million. */
export interface SaidFactor {
  readonly kind: string
  readonly ppm: number
  /** The figures that made it say so, as far as they are plain. */
  readonly why: readonly (readonly [name: string, value: string])[]
}

/** The figures behind a proposed price. Null where the engine did not tell one. Minor units. */
export interface Figures {
  readonly said: readonly SaidFactor[]
  readonly regularMinor: number | null
  readonly askedMinor: number | null
  readonly dayAgoMinor: number | null
  readonly lowest30Minor: number | null
  /** With VAT, where the rule looks at costs. */
  readonly costGrossMinor: number | null
  readonly becomesLowest: boolean
  /** Bounds that held the price, in the order in which they did. */
  readonly held: readonly { readonly bound: string; readonly minor: number }[]
  /** Bounds that could not be kept beside stronger ones: only a person approves such a price. */
  readonly unmet: readonly string[]
}

type Loose = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const recordsOf = (value: unknown): readonly Loose[] => (Array.isArray(value) ? value.filter(isRecord) : [])
const figure = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Reads what the engine wrote beside a proposal. It may be of a newer engine than this build: what is not known is left out. */
export function figuresOf(factors: Loose): Figures {
  return {
    said: recordsOf(factors['said']).map(({ kind, ppm, why }) => ({
      kind: String(kind),
      ppm: figure(ppm) ?? 0,
      why: Object.entries(isRecord(why) ? why : {}).flatMap(([name, value]) =>
        value === null || typeof value === 'object' ? [] : [[name, String(value)] as const],
      ),
    })),
    regularMinor: figure(factors['regularMinor']),
    askedMinor: figure(factors['askedMinor']),
    dayAgoMinor: figure(factors['dayAgoMinor']),
    lowest30Minor: figure(factors['lowest30Minor']),
    costGrossMinor: figure(factors['costGrossMinor']),
    becomesLowest: factors['becomesLowest'] === true,
    held: recordsOf(factors['held']).flatMap(({ bound, minor }) =>
      typeof minor === 'number' ? [{ bound: String(bound), minor }] : [],
    ),
    unmet: Array.isArray(factors['unmet']) ? factors['unmet'].map(String) : [],
  }
}
