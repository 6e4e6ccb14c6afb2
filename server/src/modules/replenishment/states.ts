type States = Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

/** The lives of alerts and proposals, in one place each: guards, screens and docs read these tables. */
export const alertStates = {
  raised: { words: { pl: 'Nowy', en: 'Raised' }, next: ['acknowledged', 'resolved'] },
  acknowledged: { words: { pl: 'Przyjęty do wiadomości', en: 'Acknowledged' }, next: ['resolved'] },
  resolved: { words: { pl: 'Minął', en: 'Over' }, next: [] },
} as const satisfies States
export type AlertState = keyof typeof alertStates
export const alertStateNames = Object.keys(alertStates) as AlertState[]
export const alertVerbs = { acknowledge: ['raised'] } as const satisfies Record<string, readonly AlertState[]>

export const proposalStates = {
  proposed: { words: { pl: 'Do decyzji', en: 'To be decided' }, next: ['approved', 'rejected', 'outdated'] },
  // Back to proposed: the transfer or the advice could not be written.
  approved: { words: { pl: 'Zatwierdzona', en: 'Approved' }, next: ['arrived', 'proposed'] },
  arrived: { words: { pl: 'Towar dotarł', en: 'Goods arrived' }, next: [] },
  rejected: { words: { pl: 'Odrzucona', en: 'Rejected' }, next: [] },
  outdated: { words: { pl: 'Nieaktualna', en: 'Outdated' }, next: [] },
} as const satisfies States
export type ProposalState = keyof typeof proposalStates
export const proposalStateNames = Object.keys(proposalStates) as ProposalState[]
export const proposalVerbs = {
  'approve, reject': ['proposed'],
} as const satisfies Record<string, readonly ProposalState[]>

export const alertWords = {
  negative: { pl: 'Stan ujemny', en: 'Below zero' },
  stock_out: { pl: 'Brak towaru', en: 'Out of stock' },
  low: { pl: 'Niski stan', en: 'Low stock' },
  cover: { pl: 'Zapas na mało dni', en: 'Few days of cover' },
  dead: { pl: 'Towar leży bez sprzedaży', en: 'Dead stock' },
  slow: { pl: 'Sprzedaje się wolno', en: 'Slow stock' },
} as const satisfies Record<string, { pl: string; en: string }>
export type AlertKind = keyof typeof alertWords
export const alertKinds = Object.keys(alertWords) as AlertKind[]
