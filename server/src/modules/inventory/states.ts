/**
 * The life of a hold, in one place: guards, screens and docs read this table. soft: on the network, the engine chose the places and may
 * choose others. pinned: on places that somebody chose. refused: there was not enough; kept as the answer to a repeated command.
 */
export const holdStates = {
  soft: {
    words: { pl: 'Zarezerwowane w sieci', en: 'Held on the network' },
    next: ['pinned', 'allocated', 'released', 'expired'],
  },
  pinned: {
    words: { pl: 'Zarezerwowane w miejscu', en: 'Held in a place' },
    next: ['allocated', 'released', 'expired'],
  },
  allocated: {
    words: { pl: 'Przydzielone do zamówienia', en: 'Allocated to an order' },
    next: ['picked', 'consumed', 'released'],
  },
  picked: { words: { pl: 'Skompletowane', en: 'Picked' }, next: ['consumed', 'released'] },
  consumed: { words: { pl: 'Wydane', en: 'Handed over' }, next: [] },
  released: { words: { pl: 'Zwolnione', en: 'Released' }, next: [] },
  // All its pieces were still there when somebody came after all.
  expired: { words: { pl: 'Wygasłe', en: 'Expired' }, next: ['allocated'] },
  refused: { words: { pl: 'Odmowa: za mało sztuk', en: 'Refused: not enough' }, next: [] },
} as const satisfies Record<string, { words: { pl: string; en: string }; next: readonly string[] }>

export type HoldState = keyof typeof holdStates

/** Nobody's order yet: may be extended, shrunk, pinned and released, and expires. */
export const openIn = ['soft', 'pinned'] as const satisfies readonly HoldState[]
