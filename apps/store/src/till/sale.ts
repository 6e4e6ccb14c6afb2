import type { NetContent } from '@splot/rules'
import type { Amount } from '../api/types.ts'

/** Lines of one sale, as the server takes them. */
export const MAX_LINES = 100
/** Pieces of one line, as the server takes them. */
export const MAX_PIECES = 999

/** An article as the till needs it, whatever the language of its words. */
export interface Article {
  readonly sku: string
  readonly gtin: string
  readonly name: string
  /** "czerwony, M" */
  readonly options: string
  /** What one piece cost when it was scanned; what it costs now follows from the prices of the device. */
  readonly price: Amount
  /** While it is presented at `minor`: the regular price, and the lowest of the 30 days before that reduction; both stand beside it. Minor units. */
  readonly reduced?: {
    readonly minor: number
    readonly beforeMinor: number
    readonly lowestMinor: number
    /** `lowestMinor` is the price before the first reduction, of goods that spoil. */
    readonly beforeFirst?: boolean
  }
  /** What a pack holds, where a price per unit must stand beside the price. */
  readonly netContent?: NetContent
  readonly picture: string | null
  /** What promotions ask: the handle of its product, the category with those above it, value codes by attribute. */
  readonly product: string
  readonly categories: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly taxLetter: string
  /** Parts per million. */
  readonly taxPpm: number
}

/** A code of this sale. It counts while it is covered: see `isCovered`. */
export interface SaleCoupon {
  readonly code: string
  readonly promotionId: string
  /** Under which the server keeps a use of it for this sale. */
  readonly held?: string
  /** What was set aside for this till covers it. */
  readonly leaseId?: string
  /** Until when it is covered, RFC 3339; missing: it is not, any more, or was kept by an older build. */
  readonly until?: string
  /** It was found good for this customer. */
  readonly customerId?: string
}

/** A code that ends sooner than this is asked for again while there is a network: it shall last when that goes. */
const RENEWED_BEFORE_MS = 20 * 60_000

/** Whether a code counts at an instant: while the server keeps a use of it, or a lease covers it. After that somebody else may have spent it. */
export const isCovered = ({ until }: SaleCoupon, at: Date): boolean =>
  until !== undefined && Date.parse(until) > at.getTime()

/** Codes that shall be asked for again; those that were refused are not. */
export const endingCoupons = (coupons: readonly SaleCoupon[], at: Date): SaleCoupon[] =>
  coupons.filter(
    (coupon) =>
      (coupon.held ?? coupon.leaseId) !== undefined &&
      !isCovered(coupon, new Date(at.getTime() + RENEWED_BEFORE_MS)),
  )

/** A code that waits for a customer, and what it opens. */
export interface AwaitingCode {
  readonly code: string
  readonly label: { readonly pl: string; readonly en: string }
  /** Her web basket has it: it is fetched from there before it is taken here. */
  readonly inBasket: boolean
}

/** Whom the server has recognised, and what prices and promotions ask of her. */
export interface SaleCustomer {
  readonly id: string
  readonly firstName: string
  /** Kept by older builds without them. */
  readonly segments?: readonly string[]
  readonly groups: readonly string[]
  readonly firstOrder: boolean | null
  /** Those that she may take here; kept by older builds without them. */
  readonly codes?: readonly AwaitingCode[]
  /** What her store credit can pay, by currency; known only when she has shown the code of her account. */
  readonly credits?: readonly Amount[]
  /** That code: it proves for some minutes that she stands here, and pays once. */
  readonly shownCode?: string
}

export interface SaleLine {
  readonly article: Article
  readonly quantity: number
}

/** What the server said when prices had changed while the basket stood open. */
export interface TotalChanged {
  readonly was: Amount
  readonly now: Amount
  /** What the customer has given already, if she has. */
  readonly given: number
}

export interface Basket {
  readonly stage: 'basket'
  readonly lines: readonly SaleLine[]
  readonly coupons: readonly SaleCoupon[]
  /** Nobody: a guest buys. Kept by older builds without it. */
  readonly customer?: SaleCustomer | null
  /** The line that was touched last: shown, and what "undo" means. */
  readonly last: string | null
  readonly changed: TotalChanged | null
  /** Why the last try to sell was refused: a code of the API. */
  readonly refused: { readonly code: string; readonly detail: string } | null
}

export interface Paid {
  readonly stage: 'paid'
  /** The Idempotency-Key of the sale. */
  readonly saleId: string
  readonly lines: readonly SaleLine[]
  readonly coupons: readonly SaleCoupon[]
  readonly customer?: SaleCustomer | null
  readonly total: Amount
  /** Cash, for what gift cards do not pay. */
  readonly given: number
  /** What gift cards and her store credit pay, minor units; kept by older builds without it. */
  readonly cards?: number
  /** Minor units, counted here: the customer does not wait for the network. */
  readonly change: number
  /** The server's number, once it has answered. */
  readonly number: string | null
}

export type Sale = Basket | Paid

export type SaleAction =
  | { readonly type: 'add'; readonly article: Article; readonly quantity: number }
  | { readonly type: 'setQuantity'; readonly sku: string; readonly quantity: number }
  | { readonly type: 'remove'; readonly sku: string }
  | { readonly type: 'putBack'; readonly line: SaleLine; readonly at: number }
  | { readonly type: 'restore'; readonly lines: readonly SaleLine[] }
  | { readonly type: 'clear' }
  | { readonly type: 'seen' }
  | { readonly type: 'takeCoupon'; readonly coupon: SaleCoupon }
  | { readonly type: 'dropCoupon'; readonly code: string }
  /** What became of a code that was asked for again; it keeps its place. */
  | { readonly type: 'renewCoupon'; readonly code: string; readonly coupon: SaleCoupon }
  | { readonly type: 'recognise'; readonly customer: SaleCustomer }
  | { readonly type: 'letGo' }
  /** `total`: what the rules make of it, minor units. */
  | {
      readonly type: 'pay'
      readonly saleId: string
      readonly given: number
      readonly total: number
      readonly cards?: number
    }
  | { readonly type: 'answered'; readonly saleId: string; readonly number: string }
  | {
      readonly type: 'refused'
      readonly saleId: string
      readonly code: string
      readonly detail: string
      readonly total: Amount | null
      readonly prices: ReadonlyMap<string, Amount>
    }
  | { readonly type: 'next' }

export const emptyBasket: Basket = {
  stage: 'basket',
  lines: [],
  coupons: [],
  customer: null,
  last: null,
  changed: null,
  refused: null,
}

/** What the lines come to before promotions; null while there are none. */
export function listTotalOf(lines: readonly SaleLine[]): Amount | null {
  const [first] = lines
  if (!first) return null
  const minor = lines.reduce((sum, { article, quantity }) => sum + article.price.minor * quantity, 0)
  return { minor, currency: first.article.price.currency }
}

export const piecesOf = (lines: readonly SaleLine[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0)

/** A gift card pays only when the server says so: until then nobody knows whether this sale stands. */
export const waitsForCard = (sale: Sale): boolean =>
  sale.stage === 'paid' && (sale.cards ?? 0) > 0 && sale.number === null

/** Why an article cannot join this sale, or null when it can. */
export function cannotAdd(
  sale: Sale,
  article: Article,
  quantity: number,
): 'lines' | 'pieces' | 'currency' | 'card' | null {
  if (waitsForCard(sale)) return 'card'
  const lines = sale.stage === 'basket' ? sale.lines : []
  const known = lines.find((line) => line.article.sku === article.sku)
  if (!known && lines.length >= MAX_LINES) return 'lines'
  if ((known?.quantity ?? 0) + quantity > MAX_PIECES) return 'pieces'
  const currency = lines[0]?.article.price.currency
  return currency !== undefined && currency !== article.price.currency ? 'currency' : null
}

/**
 * The next state of the sale. Whatever would break a limit, or belongs to another sale, leaves it as it is, so that a late
 * answer can never change the next customer's basket.
 */
export function reduceSale(sale: Sale, action: SaleAction): Sale {
  switch (action.type) {
    case 'add':
      return add(sale, action.article, action.quantity)
    case 'next':
      return sale.stage === 'paid' && !waitsForCard(sale) ? emptyBasket : sale
    case 'answered':
      return sale.stage === 'paid' && sale.saleId === action.saleId
        ? { ...sale, number: action.number }
        : sale
    case 'refused':
      return refuse(sale, action)
    case 'pay':
      return pay(sale, action)
    default:
      return sale.stage === 'basket' ? change(sale, action) : sale
  }
}

type Change = Extract<
  SaleAction,
  {
    type:
      | 'setQuantity'
      | 'takeCoupon'
      | 'dropCoupon'
      | 'renewCoupon'
      | 'recognise'
      | 'letGo'
      | 'remove'
      | 'putBack'
      | 'restore'
      | 'clear'
      | 'seen'
  }
>

function change(sale: Basket, action: Change): Basket {
  // Whoever touches the basket has seen what was said about it.
  const fresh = { ...sale, changed: null, refused: null }
  switch (action.type) {
    case 'setQuantity': {
      const quantity = Math.trunc(action.quantity)
      if (!(quantity >= 1 && quantity <= MAX_PIECES)) return sale
      const lines = sale.lines.map((line) => (line.article.sku === action.sku ? { ...line, quantity } : line))
      return { ...fresh, lines, last: action.sku }
    }
    case 'takeCoupon': {
      const { coupon } = action
      const isSame = ({ code, held }: SaleCoupon): boolean =>
        code === coupon.code || (held !== undefined && held === coupon.held)
      return { ...fresh, coupons: [...sale.coupons.filter((one) => !isSame(one)), coupon] }
    }
    case 'renewCoupon':
      // Nobody has touched the basket: what was said about it stays.
      return {
        ...sale,
        coupons: sale.coupons.map((one) => (one.code === action.code ? action.coupon : one)),
      }
    case 'dropCoupon':
      return { ...fresh, coupons: sale.coupons.filter(({ code }) => code !== action.code) }
    case 'recognise':
      return { ...fresh, ...ofCustomer(sale, action.customer) }
    case 'letGo':
      return { ...fresh, ...ofCustomer(sale, null) }
    case 'remove':
      return { ...fresh, lines: sale.lines.filter((line) => line.article.sku !== action.sku), last: null }
    case 'putBack': {
      const rest = sale.lines.filter((line) => line.article.sku !== action.line.article.sku)
      return { ...fresh, lines: rest.toSpliced(action.at, 0, action.line), last: action.line.article.sku }
    }
    case 'restore':
      return sale.lines.length > 0 ? sale : { ...fresh, lines: action.lines }
    case 'seen':
      return fresh
    case 'clear':
      return emptyBasket
  }
}

/** Codes that were good for somebody else go with her. */
const ofCustomer = (sale: Basket, customer: SaleCustomer | null): Pick<Basket, 'customer' | 'coupons'> => ({
  customer,
  coupons: sale.coupons.filter(({ customerId }) => customerId === undefined || customerId === customer?.id),
})

/** Scanning while the last customer still counts her change opens the next sale. */
function add(sale: Sale, article: Article, quantity: number): Sale {
  if (quantity < 1 || cannotAdd(sale, article, quantity)) return sale
  const lines = sale.stage === 'basket' ? sale.lines : []
  const known = lines.find((line) => line.article.sku === article.sku)
  const line = { article, quantity: (known?.quantity ?? 0) + quantity }
  return {
    ...emptyBasket,
    coupons: sale.stage === 'basket' ? sale.coupons : [],
    customer: (sale.stage === 'basket' && sale.customer) || null,
    // A line keeps its place: people find again what they have seen.
    lines: known ? lines.map((each) => (each === known ? line : each)) : [...lines, line],
    last: article.sku,
  }
}

function pay(sale: Sale, { saleId, given, total, cards = 0 }: Extract<SaleAction, { type: 'pay' }>): Sale {
  const list = sale.stage === 'basket' ? listTotalOf(sale.lines) : null
  const cash = total - cards
  if (sale.stage !== 'basket' || !list || cash < 0 || given < cash) return sale
  const { lines, coupons, customer = null } = sale
  return {
    stage: 'paid',
    saleId,
    lines,
    coupons,
    customer,
    total: { minor: total, currency: list.currency },
    given,
    cards,
    change: given - cash,
    number: null,
  }
}

function refuse(sale: Sale, action: Extract<SaleAction, { type: 'refused' }>): Sale {
  if (sale.stage !== 'paid' || sale.saleId !== action.saleId) return sale
  const lines = sale.lines.map((line) => {
    const price = action.prices.get(line.article.sku)
    return price ? { ...line, article: { ...line.article, price } } : line
  })
  const { code, detail } = action
  const customer = sale.customer ?? null
  const reopened = {
    ...emptyBasket,
    lines,
    coupons: sale.coupons,
    customer: customer && provesNothing.has(code) ? withoutCode(customer) : customer,
  }
  if (code === 'tills.total_changed' && action.total) {
    return { ...reopened, changed: { was: sale.total, now: action.total, given: sale.given } }
  }
  return { ...reopened, refused: { code, detail } }
}

/** Why the code of her account pays no more: her credit is offered again when she has shown a new one. */
const provesNothing: ReadonlySet<string> = new Set(['customers.code_used', 'customers.code_over'])

function withoutCode(customer: SaleCustomer): SaleCustomer {
  const { shownCode: _, credits: __, ...known } = customer
  return known
}
