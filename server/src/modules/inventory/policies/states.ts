/** The life of a version of the policies, in one place: guards, screens and docs read this table. */
export const policyStates = {
  draft: { words: { pl: 'Szkic', en: 'Draft' }, next: ['published', 'withdrawn'] },
  published: { words: { pl: 'Obowiązuje', en: 'Published' }, next: ['retired'] },
  // Another version was published, or nothing shall apply any more.
  retired: { words: { pl: 'Wycofana z obiegu', en: 'Retired' }, next: [] },
  withdrawn: { words: { pl: 'Porzucona', en: 'Withdrawn' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type PolicyState = keyof typeof policyStates
