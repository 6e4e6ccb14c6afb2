import type { Affected, WantedChoice } from './queries.ts'

/** A choice as a radio button keeps it: its kind, and the place or the article where there are several. */
export type ChoiceKey =
  | 'wait'
  | 'cancel_line'
  | 'cancel_order'
  | `other_place ${string}`
  | `substitute ${string}`

/** Which mail a choice sends, as the messages module calls it. */
export const mailOf = {
  other_place: 'moved',
  substitute: 'substituted',
  wait: 'delayed',
  cancel_line: 'line_cancelled',
  cancel_order: 'cancelled_with_apology',
} as const satisfies Record<WantedChoice['kind'], string>

/** By the end of this hour (UTC) of the chosen day the goods shall be there: shops are about to close. */
const DUE = 'T17:00:00Z'
const DAY_MS = 86_400_000
/** What is proposed to somebody who is asked to wait, where no delivery is announced. */
const DEFAULT_WAIT_DAYS = 7

/** The day of the announced delivery, or some days from now. */
export const defaultDay = (now: number, expectedOn: string | null): string =>
  expectedOn ?? new Date(now + DEFAULT_WAIT_DAYS * DAY_MS).toISOString().slice(0, 'YYYY-MM-DD'.length)

/** The moment that a day promises; null when it is no day. */
export const dueOn = (day: string): string | null =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day + DUE)) ? day + DUE : null

/**
 * What spares the customer most comes first: the same article from elsewhere, if it can be had at all; then waiting. A substitute needs her
 * word and cancelling hurts, so neither is proposed unless nothing else is left.
 */
export function proposed({ options }: Pick<Affected, 'options'>): ChoiceKey | null {
  if (!options) return null
  const place = options.otherPlaces.find(({ obstacle }) => obstacle === null)
  if (place) return `other_place ${place.location.id}`
  if (options.wait.obstacle === null) return 'wait'
  if (options.cancelLine.obstacle === null) return 'cancel_line'
  return options.cancelOrder.obstacle === null ? 'cancel_order' : null
}

/** The command behind a radio button; null while the day of waiting is no day. */
export function choiceOf(key: ChoiceKey, day: string): WantedChoice | null {
  const [kind, which = ''] = key.split(' ') as [WantedChoice['kind'], string?]
  switch (kind) {
    case 'other_place':
      return { kind, locationId: which }
    case 'substitute':
      return { kind, sku: which }
    case 'wait': {
      const until = dueOn(day)
      return until === null ? null : { kind, until }
    }
    case 'cancel_line':
    case 'cancel_order':
      return { kind }
  }
}
