/**
 * Who may import whom: the rows of docs/architecture.md, from ground to edge. A module may import the faces of the
 * modules listed here, and nothing else; the boundary check fails otherwise. Locks are taken in this order too.
 */
export const graph = {
  // ground
  channels: [],
  locations: [],
  staff: ['channels', 'locations'],
  customers: [],
  // offer
  catalogue: [],
  tax: [],
  pricing: ['tax'],
  promotions: [],
  inventory: [],
  // trade
  carts: ['catalogue', 'tax', 'pricing', 'promotions', 'inventory', 'locations'],
  orders: [],
  payments: [],
  storedvalue: ['channels'],
  fulfilment: ['locations', 'orders'],
  returns: ['tax', 'orders', 'fulfilment'],
  stockwork: ['inventory', 'locations', 'staff'],
  incidents: ['inventory', 'orders', 'fulfilment'],
  replenishment: ['inventory'],
  // relationship
  messages: ['customers', 'orders', 'storedvalue', 'fulfilment', 'locations', 'returns'],
  // edge
  webhooks: [],
} as const satisfies Record<string, readonly string[]>

export type ModuleName = keyof typeof graph

/** Modules in the order of their rows: migrations run, and locks are taken, in this order. */
export const moduleOrder = Object.keys(graph) as ModuleName[]
