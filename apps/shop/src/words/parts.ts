/** Parts of the words that pages load with themselves; what every page says stands in `pl.ts` and `en.ts`. */
export const parts = ['account', 'browse', 'buy', 'cards', 'orders'] as const
export type Part = (typeof parts)[number]

/** What each page says beside the words of all pages, by the name of its component and file. */
export const partsOfPage: Readonly<Record<string, readonly Part[]>> = {
  Account: ['account'],
  SignIn: ['account'],
  Register: ['account'],
  Home: ['browse'],
  CategoryPage: ['browse'],
  SearchPage: ['browse'],
  ProductView: ['browse'],
  Basket: ['buy'],
  GiftCards: ['cards'],
  Checkout: ['buy'],
  FindOrder: ['buy', 'orders'],
  OrderView: ['buy', 'orders'],
}
