type States = Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

/** The life of a change of prices: guards, screens and docs read this table. */
export const changeStates = {
  draft: { words: { pl: 'Szkic', en: 'Draft' }, next: ['published', 'discarded'] },
  // In force from its instant on; before that it may be taken back.
  published: { words: { pl: 'Opublikowana', en: 'Published' }, next: ['cancelled'] },
  cancelled: { words: { pl: 'Odwołana', en: 'Cancelled' }, next: [] },
  discarded: { words: { pl: 'Porzucona', en: 'Discarded' }, next: [] },
} as const satisfies States
export type ChangeState = keyof typeof changeStates
export const changeStateNames = Object.keys(changeStates) as ChangeState[]

export const changeVerbs = {
  'publish, discard': ['draft'],
  cancel: ['published'],
} as const satisfies Record<string, readonly ChangeState[]>

/** What a change was made by. */
export const changeKinds = ['edit', 'bulk', 'import', 'exception', 'list', 'proposal'] as const
export type ChangeKind = (typeof changeKinds)[number]

/** The life of a proposed price. */
export const proposalStates = {
  shadow: { words: { pl: 'W cieniu', en: 'In the shadow' }, next: ['outdated'] },
  proposed: { words: { pl: 'Do decyzji', en: 'To be decided' }, next: ['applied', 'rejected', 'outdated'] },
  applied: { words: { pl: 'Wprowadzona', en: 'Applied' }, next: [] },
  rejected: { words: { pl: 'Odrzucona', en: 'Rejected' }, next: [] },
  outdated: { words: { pl: 'Nieaktualna', en: 'Outdated' }, next: [] },
} as const satisfies States
export type ProposalState = keyof typeof proposalStates
export const proposalStateNames = Object.keys(proposalStates) as ProposalState[]
