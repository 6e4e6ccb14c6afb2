import { addDays, instantAt, localDate } from '@splot/kernel'

/** Days of cards are those of the retailer, wherever the reader sits. */
const ZONE = 'Europe/Warsaw'

/** The last moment of a day (`2027-12-31`), as the API takes it: a card that is valid until that day pays all day long. */
export const endOfDay = (day: string): string =>
  new Date(instantAt(addDays(localDate(day), 1), 0, ZONE).getTime() - 1).toISOString()
