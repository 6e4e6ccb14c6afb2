import type { ActivePromotions, PriceCalendar } from './queries.ts'
import type { Window } from './windows.ts'

/** What may change a price, in the order in which the calendar shows it. */
export const entryKinds = ['promotion', 'version', 'exception', 'list'] as const
export type EntryKind = (typeof entryKinds)[number]

interface Stretch {
  readonly key: string
  /** Codes; null: all, empty: none. */
  readonly channels: readonly string[] | null
  /** Ids; null: all, empty: none. */
  readonly places: readonly string[] | null
  /** Codes; null: all customers. */
  readonly groups: readonly string[] | null
  /** Codes; null: all customers. */
  readonly segments: readonly string[] | null
  /** Null: always was. */
  readonly from: string | null
  /** Null: open. The same as `from`: a moment. */
  readonly until: string | null
  /** Hours of the week within which it counts; none: always. */
  readonly windows: readonly Window[]
}

/** One line of the calendar, with what its kind knows. */
export type Entry = Stretch &
  (
    | { readonly kind: 'promotion'; readonly of: ActivePromotions['items'][number] }
    | { readonly kind: 'version'; readonly of: PriceCalendar['versions'][number] }
    | { readonly kind: 'exception'; readonly of: PriceCalendar['exceptions'][number] }
    | { readonly kind: 'list'; readonly of: PriceCalendar['lists'][number] }
  )

/** Everything that both calendars tell, as lines of one. `codeOf`: of a channel by its id. */
export function entriesOf(
  promotions: ActivePromotions['items'],
  { lists, exceptions, versions }: Pick<PriceCalendar, 'lists' | 'exceptions' | 'versions'>,
  codeOf: (channelId: string) => string,
): Entry[] {
  const where = (one: { channels: string[] | null; locations: string[] | null }) => ({
    channels: one.channels?.map(codeOf) ?? null,
    places: one.locations,
  })
  const always = { groups: null, segments: null, windows: [] }
  return [
    ...promotions.map((of): Entry => {
      const { channels, locations: places, groups, segments, windows, from, until } = of
      const key = `promotion ${of.id} ${of.revision} ${from}`
      return { kind: 'promotion', key, of, channels, places, groups, segments, windows, from, until }
    }),
    ...versions.map((of): Entry => {
      const key = `version ${of.version}`
      return { kind: 'version', key, of, ...always, ...where(of), from: of.at, until: of.at }
    }),
    ...exceptions.map((of): Entry => {
      const key = `exception ${of.id} ${of.version}`
      const { groups } = of
      return { kind: 'exception', key, of, ...always, ...where(of), groups, from: of.from, until: of.until }
    }),
    ...lists.map((of): Entry => {
      const groups = of.group === null ? null : [of.group]
      const { from, until } = of
      return { kind: 'list', key: `list ${of.code}`, of, ...always, ...where(of), groups, from, until }
    }),
  ]
}

/** Whether it counts for nobody: the channels, places or circles in which it would are none. */
export const isNowhere = ({ channels, places, groups, segments }: Entry): boolean =>
  [channels, places, groups, segments].some((named) => named?.length === 0)

export type Chosen = Readonly<{
  kind?: string | undefined
  channel?: string | undefined
  locationId?: string | undefined
}>

/** Whether a line is of the chosen kind, and counts in the chosen channel and place; what names none counts in all. */
export const fits = ({ kind, channels, places }: Entry, chosen: Chosen): boolean =>
  (chosen.kind === undefined || kind === chosen.kind) &&
  (chosen.channel === undefined || channels === null || channels.includes(chosen.channel)) &&
  (chosen.locationId === undefined || places === null || places.includes(chosen.locationId))
