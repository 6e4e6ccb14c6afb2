import { amountText, piecesText, type Action, type Condition } from '@splot/rules'
import { timeField } from './moments.ts'

type Locale = 'pl' | 'en'

/** Names of what rules know by codes; a code without a name is said as it is. */
export type Names = Readonly<{
  category: (handle: string) => string
  channel: (code: string) => string
  place: (id: string) => string
}>

export type Saying = Readonly<{ locale: Locale; currency: string; names: Names }>

const PPM_OF_PERCENT = 10_000
/** Names of one condition that are said; the rest are counted. */
const SAID = 3

const percent = (ppm: number, locale: Locale): string => {
  const text = String(ppm / PPM_OF_PERCENT)
  return locale === 'pl' ? `${text.replace('.', ',')}\u00a0%` : `${text}%`
}

/** What a promotion does, in one line: "−20 % na każdą pozycję". */
export function sayAction(action: Action, saying: Saying): string {
  const { locale, currency } = saying
  const pl = locale === 'pl'
  const money = (minor: number) => amountText(minor, currency, locale)
  const share = (ppm: number) => percent(ppm, locale)
  switch (action.kind) {
    case 'line_percent':
      return pl ? `−${share(action.ppm)} na każdą pozycję` : `${share(action.ppm)} off every line`
    case 'line_amount':
      return pl ? `−${money(action.minor)} na każdą sztukę` : `${money(action.minor)} off every item`
    case 'fixed_price':
      return pl ? `sztuka za ${money(action.minor)}` : `each item for ${money(action.minor)}`
    case 'basket_percent':
      return pl ? `−${share(action.ppm)} na koszyk` : `${share(action.ppm)} off the basket`
    case 'basket_amount':
      return pl ? `−${money(action.minor)} na koszyk` : `${money(action.minor)} off the basket`
    case 'buy_get': {
      const got = piecesText(action.get, locale)
      const bought = piecesText(action.buy, locale)
      const of = action.of ? ` (${sayAll(action.of, saying)})` : ''
      if (action.ppm === 1_000_000)
        return pl ? `kup ${bought}, ${got} gratis${of}` : `buy ${bought}, get ${got} free${of}`
      return pl
        ? `kup ${bought}, ${got} o ${share(action.ppm)} taniej${of}`
        : `buy ${bought}, get ${got} at ${share(action.ppm)} off${of}`
    }
    case 'cheapest_free':
      return pl
        ? `z każdych ${action.every} szt. najtańsze ${action.free} gratis`
        : `of every ${action.every} the cheapest ${action.free} free`
    case 'bundle': {
      const parts = action.parts.map(({ of, quantity }) => `${quantity} × ${sayAll(of, saying)}`).join(' + ')
      return pl ? `zestaw za ${money(action.minor)}: ${parts}` : `a set for ${money(action.minor)}: ${parts}`
    }
    case 'quantity_tiers':
      return action.tiers
        .map(({ atLeast, ppm }) =>
          pl ? `od ${atLeast} szt. −${share(ppm)}` : `from ${piecesText(atLeast, locale)} ${share(ppm)} off`,
        )
        .join(', ')
    case 'value_tiers':
      return action.tiers
        .map(({ atLeastMinor, minor }) =>
          pl
            ? `za ${money(atLeastMinor)} −${money(minor)}`
            : `spend ${money(atLeastMinor)}, get ${money(minor)} off`,
        )
        .join(', ')
    case 'gift':
      return pl ? `prezent: ${action.quantity} × ${action.sku}` : `gift: ${action.quantity} × ${action.sku}`
    case 'shipping_percent':
      if (action.ppm === 1_000_000) return pl ? 'dostawa gratis' : 'free delivery'
      return pl ? `−${share(action.ppm)} na dostawę` : `${share(action.ppm)} off delivery`
    case 'shipping_price':
      return pl ? `dostawa za ${money(action.minor)}` : `delivery for ${money(action.minor)}`
  }
}

const said = (values: readonly string[]): string =>
  values.length > SAID
    ? `${values.slice(0, SAID).join(', ')} (+${values.length - SAID})`
    : values.join(', ') || '…'

const weekdays = {
  pl: ['pn', 'wt', 'śr', 'cz', 'pt', 'sb', 'nd'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const

export const weekdayName = (day: number, locale: Locale): string => weekdays[locale][day - 1] ?? String(day)

const LAST_MINUTE = 24 * 60

/** Days and hours of the week: "pn–pt 14:00–17:00"; days that follow each other are said as one. */
export function sayHours(
  { weekdays: days, from, until }: Readonly<{ weekdays: readonly number[]; from: number; until: number }>,
  locale: Locale,
): string {
  const runs: [first: number, last: number][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run?.[1] === day - 1) run[1] = day
    else runs.push([day, day])
  }
  const said = runs.map(([first, last]) =>
    first === last
      ? weekdayName(first, locale)
      : `${weekdayName(first, locale)}–${weekdayName(last, locale)}`,
  )
  const every = days.length === weekdays.pl.length
  const when = every ? (locale === 'pl' ? 'codziennie' : 'every day') : said.join(', ')
  return `${when} ${timeField(from)}–${until === LAST_MINUTE ? '24:00' : timeField(until)}`
}

const ways = {
  counter: { pl: 'przy kasie', en: 'over the counter' },
  pickup: { pl: 'odbiór', en: 'pickup' },
  ship: { pl: 'wysyłka', en: 'delivery' },
} as const

/** One condition in a few words: "kategoria: Kurtki". */
export function sayCondition(condition: Condition, { locale, currency, names }: Saying): string {
  const pl = locale === 'pl'
  const not = 'not' in condition && condition.not === true ? (pl ? 'oprócz: ' : 'except: ') : ''
  switch (condition.kind) {
    case 'products':
      return `${not}${said(condition.anyOf)}`
    case 'categories':
      return `${not}${said(condition.anyOf.map(names.category))}`
    case 'attributes':
      return `${not}${condition.attribute || '…'} = ${said(condition.anyOf)}`
    case 'fulfilment':
      return `${not}${said(condition.anyOf.map((way) => ways[way][locale]))}`
    case 'channel':
      return `${pl ? 'kanał' : 'channel'}: ${said(condition.anyOf.map(names.channel))}`
    case 'location':
      return `${pl ? 'sklep' : 'store'}: ${said(condition.anyOf.map(names.place))}`
    case 'segment':
      return `${pl ? 'segment' : 'segment'}: ${said(condition.anyOf)}`
    case 'group':
      return `${pl ? 'grupa' : 'group'}: ${said(condition.anyOf)}`
    case 'first_order':
      return pl ? 'pierwsze zakupy' : 'first order'
    case 'hours':
      return sayHours(condition, locale)
    case 'quantity':
      return pl ? `od ${condition.atLeast} szt.` : `from ${piecesText(condition.atLeast, locale)}`
    case 'value':
      return `${pl ? 'od' : 'from'} ${amountText(condition.atLeastMinor, currency, locale)}`
    case 'tender':
      return `${pl ? 'wszystko płaci' : 'all paid with'}: ${said(condition.anyOf)}`
  }
}

const sayAll = (conditions: readonly Condition[], saying: Saying): string =>
  conditions.map((condition) => sayCondition(condition, saying)).join(', ')

/** What a promotion does and when: the action, then its conditions. */
export function sayPromotion(
  { action, conditions }: Readonly<{ action: Action; conditions: readonly Condition[] }>,
  saying: Saying,
): string {
  const what = sayAction(action, saying)
  return conditions.length === 0 ? what : `${what} · ${sayAll(conditions, saying)}`
}
