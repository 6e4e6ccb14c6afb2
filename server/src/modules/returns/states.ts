/** The life of a return, in one place: guards, screens and docs read this table. */
export const returnStates = {
  registered: { words: { pl: 'Zgłoszony', en: 'Registered' }, next: ['received'] },
  received: {
    words: { pl: 'Przyjęty, czeka na zwrot pieniędzy', en: 'Received, refund under way' },
    next: ['refunded'],
  },
  refunded: { words: { pl: 'Rozliczony', en: 'Refunded' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type ReturnState = keyof typeof returnStates

/** Whether the pieces go back on the shelf, or are put aside for somebody to look at. */
export const dispositions = ['sellable', 'quarantine'] as const
export type Disposition = (typeof dispositions)[number]
