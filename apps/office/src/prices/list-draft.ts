import type { Posted } from '../api/types.ts'
import { flawsOf, instantOf } from './edits.ts'
import type { PriceList } from './queries.ts'

export type WantedList = Posted<'/v1/prices/lists'>

/** For whom a list is; null is everybody. */
type Scope = Pick<PriceList, 'currency' | 'channelId' | 'locationId' | 'group'>
type Span = Pick<PriceList, 'validFrom' | 'validUntil'>

export const listStates = ['planned', 'inForce', 'ending', 'over', 'never'] as const
export type ListState = (typeof listStates)[number]

/** Where a list stands in its life at `now`, epoch ms. One that was ended before it began never counts. */
export function stateOf({ validFrom, validUntil }: Span, now: number): ListState {
  const from = validFrom === null ? -Infinity : Date.parse(validFrom)
  const until = validUntil === null ? Infinity : Date.parse(validUntil)
  if (until <= from) return 'never'
  if (until <= now) return 'over'
  if (from > now) return 'planned'
  return until === Infinity ? 'inForce' : 'ending'
}

/** How specific a list is, as the rules of prices weigh it: place over channel over group over all. */
export const rankOf = ({ channelId, locationId, group }: Omit<Scope, 'currency'>): number =>
  (locationId === null ? 0 : 4) + (channelId === null ? 0 : 2) + (group === null ? 0 : 1)

/** Below 0 where the first wins: by rank, then by code. */
export const byPrecedence = (a: PriceList, b: PriceList): number =>
  rankOf(b) - rankOf(a) || (a.code < b.code ? -1 : 1)

const mayMeet = (a: string | null, b: string | null): boolean => a === null || b === null || a === b

/** Whether some customer may be served by both. */
const meets = (a: Scope, b: Scope): boolean =>
  a.currency === b.currency &&
  mayMeet(a.channelId, b.channelId) &&
  mayMeet(a.locationId, b.locationId) &&
  mayMeet(a.group, b.group)

/** The other lists that a list of this scope wins over, and those that it gives way to, as far as customers of both exist. */
export function neighboursOf<List extends Scope>(
  scope: Scope,
  others: readonly List[],
): { readonly wins: readonly List[]; readonly loses: readonly List[] } {
  const met = others.filter((other) => meets(scope, other))
  const rank = rankOf(scope)
  return {
    wins: met.filter((other) => rankOf(other) < rank),
    loses: met.filter((other) => rankOf(other) > rank),
  }
}

/** A new list as its form says it. */
export interface ListDraft {
  readonly pl: string
  readonly en: string
  /** Null: follows the Polish name until it is typed. */
  readonly code: string | null
  readonly currency: string
  readonly channelId: string | null
  readonly locationId: string | null
  readonly group: string
  /** Of fields of day and time; empty is open. */
  readonly from: string
  readonly until: string
  readonly note: string
}

export const noList: ListDraft = {
  pl: '',
  en: '',
  code: null,
  currency: 'PLN',
  channelId: null,
  locationId: null,
  group: '',
  from: '',
  until: '',
  note: '',
}

const MAX_CODE = 48
const CODE = /^[a-z0-9][a-z0-9-]{0,47}$/
const GROUP = /^[a-z0-9][a-z0-9_-]{0,31}$/

/** A code made of a name: "Łódź, outlet" → lodz-outlet. */
export const codeOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, MAX_CODE)
    .replace(/-+$/, '')

export interface ListFlaws {
  readonly pl: boolean
  readonly en: boolean
  readonly code: boolean
  readonly group: boolean
  readonly until: boolean
  readonly note: boolean
}

/** The list that a form says, or what is missing. The server checks again, and knows more. */
export function listOf(draft: ListDraft): { body: WantedList } | { flaws: ListFlaws } {
  const { pl, en, currency, channelId, locationId, from, until, note } = draft
  const code = draft.code ?? codeOf(pl)
  const group = draft.group.trim()
  const validFrom = instantOf(from)
  const validUntil = instantOf(until)
  const flaws: ListFlaws = {
    pl: pl.trim() === '',
    en: en.trim() === '',
    code: !CODE.test(code),
    group: group !== '' && !GROUP.test(group),
    until: validFrom !== null && validUntil !== null && validUntil <= validFrom,
    note: flawsOf({ note, when: 'now', at: '' }).note,
  }
  if (Object.values(flaws).some(Boolean)) return { flaws }
  return {
    body: {
      code,
      name: { pl: pl.trim(), en: en.trim() },
      currency,
      channelId,
      locationId,
      group: group === '' ? null : group,
      validFrom,
      validUntil,
      note: note.trim(),
    },
  }
}
