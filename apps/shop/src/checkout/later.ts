import type { Cart } from '../api/types.ts'

/** The days that the basket shows for what is not here: what the customer agrees to when she orders. */
export const agreedDays = ({ lines }: Pick<Cart, 'lines'>) =>
  lines.flatMap(({ lineId, later }) => (later ? [{ lineId, promisedOn: later.promisedOn }] : []))

/** The day on which the last of it comes, when other things wait for it in the same parcel. */
export function waitsUntil({ lines }: Pick<Cart, 'lines'>): string | undefined {
  const sent = lines.filter(({ fulfilment }) => fulfilment.kind === 'ship')
  const days = sent.flatMap(({ later }) => later?.promisedOn ?? []).toSorted()
  const last = days.at(-1)
  // One day for all of it is said beside each of them already.
  return days.length === sent.length && days[0] === last ? undefined : last
}
