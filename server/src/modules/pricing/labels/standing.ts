/** Where a label stands, told from what is known of it: nothing goes from one to the next by a command. */
export const labelStates = {
  shown: { words: { pl: 'Pokazuje cenę', en: 'Shows the price' } },
  // Told at the next look, a minute from now at the latest.
  waiting: { words: { pl: 'Czeka na cenę', en: 'Waits for the price' } },
  // Asked again at every look until it answers.
  unreachable: { words: { pl: 'Nie odpowiada', en: 'Does not answer' } },
  // It keeps what it showed last.
  no_price: { words: { pl: 'Artykuł nie ma ceny', en: 'The article has no price' } },
} as const satisfies Record<string, { words: { pl: string; en: string } }>
export type LabelState = keyof typeof labelStates
export const labelStateNames = Object.keys(labelStates) as LabelState[]
