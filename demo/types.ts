/** A text in the two languages of the screens. */
export type Text = { pl: string; en: string }

/** Opening hours of one ISO weekday (1 Monday … 7 Sunday), local time of the shop, 'HH:MM'. */
export type DemoHours = { weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7; opens: string; closes: string }

export type DemoLocation = {
  /** 'WAW1' for a store, 'MAG1' for the warehouse. */
  code: string
  kind: 'store' | 'warehouse'
  name: string
  city: string
  citySlug: string
  /** The city in the locative case: "w Łodzi" is `w ${locative}`. */
  locative: string
  street: string
  postcode: string
  lat: number
  lng: number
  phone: string
  services: ('pickup' | 'ship' | 'returns')[]
  /** Sunday is listed as on a trading Sunday; which Sundays trade is decided by the calendar of the country. */
  openingHours: DemoHours[]
  /** Working minutes from an order to "ready for pickup". */
  pickupLeadMinutes: number
  /** How much of the range it carries. */
  size: 'flagship' | 'large' | 'standard' | 'warehouse'
}

export type DemoStaff = {
  number: string
  name: string
  /** Four digits, different for everyone; demo only. */
  pin: string
  email: string
  /** Only people of the head office sign in with a password; demo only. */
  password?: string
  role: 'assistant' | 'store_manager' | 'manager'
  locationCode: string | null
}

export type DemoCategory = { handle: string; parent: string | null; name: Text; position: number }

export type DemoOptionValue = { code: string; label: Text; hex?: string }
export type DemoOption = { code: 'colour' | 'size'; name: Text; values: DemoOptionValue[] }

export type DemoVariant = {
  sku: string
  /** EAN-13 of the range 20…29, which GS1 leaves to shops for internal use. */
  gtin: string
  options: { colour?: string; size?: string }
  /** Gross, in grosze. */
  priceMinor: number
  currency: 'PLN'
  /** Where a price per unit must stand beside the price; missing: it is sold as one thing, a set or a pair. */
  netContent?: DemoNetContent
}

/** What a pack holds. */
export type DemoNetContent = { amount: number; unit: 'g' | 'kg' | 'ml' | 'l' | 'm' | 'm2' | 'piece' }

/** `colour` is an option value's code, or null for a picture of every variant. */
export type DemoMedia = { colour: string | null; alt: Text; art: ArtSpec }

export type DemoProduct = {
  handle: string
  kind: 'apparel' | 'home'
  brand: string
  category: string
  text: { pl: { name: string; description: string }; en: { name: string; description: string } }
  /** Value codes by attribute code; the labels are in `Retailer.attributes`. */
  attributes: Record<string, string | string[]>
  options: DemoOption[]
  variants: DemoVariant[]
  media: DemoMedia[]
  /** Letter of the Polish VAT rate: A 23 %, B 8 %, C 5 %, D 0 %. */
  taxRate: 'A' | 'B' | 'C' | 'D'
  weightGrams?: number
}

export type DemoAttribute = { code: string; name: Text; values: { code: string; label: Text }[] }
export type DemoStock = { sku: string; locationCode: string; quantity: number }
/** Pieces that a supplier has announced, so many days after the demo was loaded. */
export type DemoArrival = DemoStock & { inDays: number }
/** What a piece costs the retailer, net of VAT, in grosze. */
export type DemoCost = { sku: string; netMinor: number }
export type DemoChannel = {
  code: 'web' | 'app' | 'store' | 'kiosk' | 'call-centre'
  kind: 'web' | 'app' | 'till' | 'kiosk' | 'call-centre'
  name: Text
}

export type Retailer = {
  name: string
  slug: 'splot-demo'
  locations: DemoLocation[]
  staff: DemoStaff[]
  attributes: DemoAttribute[]
  categories: DemoCategory[]
  products: DemoProduct[]
  /** Only quantities above zero: a pair that is missing has nothing on hand. */
  openingStock: DemoStock[]
  arrivals: DemoArrival[]
  /** Of every article. */
  costs: DemoCost[]
  channels: DemoChannel[]
}

/** What `drawArt` needs to draw one picture; plain data, so that it may be stored beside the product. */
export type ArtSpec = {
  /** A garment ('shirt', 'sneakers', …) or a motif of the home range ('mug', 'lantern', …). */
  shape: string
  pattern: ArtPattern
  /** '#rrggbb' of the article, and of its pattern or trim. */
  hex: string
  accent: string
  /** Chooses folds, background and the lie of the pattern; the same seed draws the same picture. */
  seed: number
  /** Small differences of cut: 'long-sleeve', 'v-neck', 'hood', 'wide', … */
  details: string[]
}

export type ArtPattern =
  | 'plain'
  | 'stripe'
  | 'pinstripe'
  | 'dots'
  | 'check'
  | 'floral'
  | 'herringbone'
  | 'knit'
  | 'hearts'
  | 'stars'
  | 'zigzag'

/** A real basket of the UCI data, ready to be sent as a sale. */
export type ReplayBasket = {
  invoice: string
  /** ISO 8601 instant as recorded by the source (its local time, read as UTC). */
  at: string
  customerRef: string | null
  kind: 'till' | 'web'
  /** Store of the till, or the warehouse that ships the web order. */
  locationCode: string
  /** `unitPriceMinor` is what the source charged, in grosze: for information, a sale is made at the catalogue's price. */
  lines: { sku: string; quantity: number; unitPriceMinor: number }[]
}

export type ReplayReturn = {
  invoice: string
  originalInvoice: string
  at: string
  /** The store that takes the goods back; not always the one that sold them. */
  locationCode: string
  lines: { sku: string; quantity: number }[]
}
