type Words = { readonly pl: string; readonly en: string }

/** The life of an account, in one place: guards, screens and docs read this table. */
export const accountStates = {
  active: { words: { pl: 'Aktywna', en: 'Active' }, next: ['blocked', 'expired'] },
  /** Keeps its value; nothing is paid with it and nothing comes back to it. */
  blocked: { words: { pl: 'Zablokowana', en: 'Blocked' }, next: ['active', 'expired'] },
  expired: { words: { pl: 'Po terminie', en: 'Expired' }, next: [] },
} as const satisfies Record<string, { words: Words; next: readonly string[] }>
export type AccountState = keyof typeof accountStates
export const accountStateNames = Object.keys(accountStates) as AccountState[]
export const accountVerbs = {
  'spend, top up, refund to': ['active'],
  block: ['active'],
  unblock: ['blocked'],
  correct: ['active', 'blocked'],
} as const satisfies Record<string, readonly AccountState[]>

/** What an entry of the ledger was for. */
export const entryWords = {
  issue: { pl: 'Wydanie', en: 'Issued' },
  top_up: { pl: 'Doładowanie', en: 'Topped up' },
  spend_hold: { pl: 'Zarezerwowane na zamówienie', en: 'Held for an order' },
  spend: { pl: 'Zapłata', en: 'Spent' },
  release: { pl: 'Koniec rezerwacji', en: 'Hold ended' },
  refund: { pl: 'Zwrot', en: 'Refunded' },
  expire: { pl: 'Koniec ważności', en: 'Expired' },
  correction: { pl: 'Korekta', en: 'Corrected' },
  take_back: { pl: 'Oddana', en: 'Given up' },
} as const satisfies Record<string, Words>
export type EntryKind = keyof typeof entryWords

export const accountKindWords = {
  gift_card: { pl: 'Karta podarunkowa', en: 'Gift card' },
  store_credit: { pl: 'Środki klienta', en: 'Store credit' },
} as const satisfies Record<string, Words>
export type AccountKind = keyof typeof accountKindWords
