import { changeMembers, importAccounts, putSegment, setGroups } from '#modules/customers'
import { hashPassword } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { DEMO_CLUB } from './demo-prices.ts'

/** Whoever signs in as one of them types this; it stands in the README. */
const PASSWORD = 'osnowa-i-watek-22'

/** None of these people exists. The first ones are in the segment, the very first one in the club. */
const PEOPLE = [
  { name: 'Kalina Sroka', email: 'kalina@splot.example', phone: '+48 600 100 201' },
  { name: 'Tymon Baran', email: 'tymon@splot.example', phone: '+48 600 100 202' },
  { name: 'Helena Zięba', email: 'helena@splot.example', phone: '+48 600 100 203' },
  { name: 'Olgierd Gajda', email: 'olgierd@splot.example', phone: '+48 600 100 204' },
] as const
const IN_SEGMENT = 3

/** What a demo promotion asks for. */
export const DEMO_SEGMENT = 'wracaja-co-miesiac'

/** Takes time on purpose, so it is done before the transaction. */
export const hashDemoPassword = (): Promise<string> => hashPassword(PASSWORD)

/** A few customers with accounts, and the segment that an analyst put most of them into; once. */
export async function writeDemoCustomers(ctx: WriteContext, passwordHash: string): Promise<void> {
  const [kalina] = await importAccounts(
    ctx,
    PEOPLE.map((contact) => ({ contact, passwordHash, locale: 'pl' })),
  )
  if (kalina) await setGroups(ctx, kalina, [DEMO_CLUB])
  await putSegment(ctx, DEMO_SEGMENT, { pl: 'Wracają co miesiąc', en: 'Come back every month' })
  await changeMembers(
    ctx,
    DEMO_SEGMENT,
    'add',
    PEOPLE.slice(0, IN_SEGMENT).map(({ email }, index) => ({
      pointer: `/members/${index}`,
      by: 'email',
      text: email,
      until: null,
    })),
  )
}
