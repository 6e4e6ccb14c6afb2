import type { Words } from '../api/types.ts'

type States = Readonly<Record<string, Words>>

/** The states that a list can be narrowed to; a paper's own state comes with its words. */
export const adviceStates: States = {
  announced: { pl: 'Zapowiedziana', en: 'Announced' },
  receiving: { pl: 'W przyjęciu', en: 'Being received' },
  closed: { pl: 'Zamknięta', en: 'Closed' },
  cancelled: { pl: 'Odwołana', en: 'Cancelled' },
}
export const transferStates: States = {
  requested: { pl: 'Czeka na zgodę', en: 'Waiting for approval' },
  approved: { pl: 'Do wysłania', en: 'To be shipped' },
  shipped: { pl: 'W drodze', en: 'In transit' },
  closed: { pl: 'Zamknięte', en: 'Closed' },
  rejected: { pl: 'Odrzucone', en: 'Rejected' },
  cancelled: { pl: 'Odwołane', en: 'Cancelled' },
  undone: { pl: 'Wycofane', en: 'Undone' },
}
export const countStates: States = {
  counting: { pl: 'Liczenie', en: 'Counting' },
  recounting: { pl: 'Ponowne liczenie', en: 'Recounting' },
  review: { pl: 'Do zatwierdzenia', en: 'To be approved' },
  posted: { pl: 'Zaksięgowana', en: 'Posted' },
  cancelled: { pl: 'Anulowana', en: 'Cancelled' },
  undone: { pl: 'Wycofana', en: 'Undone' },
}
export const adjustmentStates: States = {
  requested: { pl: 'Czeka na zgodę', en: 'Waiting for approval' },
  posted: { pl: 'Zaksięgowana', en: 'Posted' },
  rejected: { pl: 'Odrzucona', en: 'Rejected' },
  undone: { pl: 'Wycofana', en: 'Undone' },
}
