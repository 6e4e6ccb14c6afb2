import { addDays, HOME_ZONE, instantAt, localDate } from '@splot/kernel'

/** The last moment of a day (`2027-12-31`), as the API takes it: a card that is valid until that day pays all day long. */
export const endOfDay = (day: string): string =>
  new Date(instantAt(addDays(localDate(day), 1), 0, HOME_ZONE).getTime() - 1).toISOString()
