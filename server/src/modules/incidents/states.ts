/**
 * The life of an incident, in one place: guards, screens and docs read this table. It ends by what was decided (resolved) or by itself
 * (dissolved): pieces came or were found, promises lapsed, before anybody had to decide.
 */
export const incidentStates = {
  open: {
    words: { pl: 'Do decyzji', en: 'To be decided' },
    next: ['waiting', 'resolved', 'dissolved'],
  },
  waiting: {
    words: { pl: 'Klienci czekają na towar', en: 'Customers wait for goods' },
    next: ['open', 'resolved'],
  },
  resolved: { words: { pl: 'Rozwiązany', en: 'Resolved' }, next: [] },
  dissolved: { words: { pl: 'Rozwiązał się sam', en: 'Dissolved by itself' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type IncidentState = keyof typeof incidentStates

export const incidentStateNames = Object.keys(incidentStates) as IncidentState[]

/** Somebody still waits: for a decision, or for goods. */
export const openIn = ['open', 'waiting'] as const satisfies readonly IncidentState[]

export const causeWords = {
  oversold: { pl: 'Ubyło towaru, który był już obiecany', en: 'Pieces went that had been promised' },
  shelf_empty: { pl: 'Pusta półka', en: 'The shelf is empty' },
} as const satisfies Record<string, { pl: string; en: string }>

export type IncidentCause = keyof typeof causeWords

export const choiceWords = {
  other_place: { pl: 'Z innego miejsca', en: 'From another place' },
  substitute: { pl: 'Zamiennik', en: 'Substitute' },
  wait: { pl: 'Klient czeka', en: 'The customer waits' },
  cancel_line: { pl: 'Pozycja anulowana z przeprosinami', en: 'Line cancelled with an apology' },
  cancel_order: { pl: 'Zamówienie anulowane z przeprosinami', en: 'Order cancelled with an apology' },
  let_go: { pl: 'Zwolnione z koszyka', en: 'Let go from a basket' },
} as const satisfies Record<string, { pl: string; en: string }>

export type Choice = keyof typeof choiceWords
