import type { ComponentType } from 'react'
import type { May } from '../page/names.tsx'
import {
  Activity,
  ArrowLeftRight,
  BadgePercent,
  Barcode,
  BellRing,
  Boxes,
  CalendarClock,
  FileStack,
  Gift,
  KeyRound,
  Mail,
  MonitorSmartphone,
  Radar,
  ReceiptText,
  ScrollText,
  Siren,
  SlidersHorizontal,
  Store,
  Tag,
  TicketPercent,
  Truck,
  UserRound,
  Users,
  Webhook,
} from 'lucide-react'

/** A page of the office: where it is, who may see it, and the second key of its chord. */
export const pages = [
  { id: 'home', to: '/', key: 'h', permission: null, group: 'groupTrade', icon: CalendarClock },
  {
    id: 'orders',
    to: '/orders',
    key: 'o',
    permission: 'orders.read',
    group: 'groupTrade',
    icon: ReceiptText,
  },
  {
    id: 'customers',
    to: '/customers',
    key: 'j',
    permission: 'customers.read',
    everywhere: true,
    group: 'groupTrade',
    icon: UserRound,
  },
  { id: 'messages', to: '/messages', key: 'm', permission: 'messages.read', group: 'groupTrade', icon: Mail },
  { id: 'stock', to: '/stock', key: 's', permission: 'stock.read', group: 'groupStock', icon: Boxes },
  {
    id: 'availability',
    to: '/stock/availability',
    key: 'v',
    permission: 'stock.read',
    group: 'groupStock',
    icon: Radar,
  },
  {
    id: 'movements',
    to: '/stock/movements',
    key: 'b',
    permission: 'stock.read',
    group: 'groupStock',
    icon: ArrowLeftRight,
  },
  {
    id: 'incidents',
    to: '/incidents',
    key: 'i',
    permission: 'stock.incident',
    group: 'groupStock',
    icon: Siren,
  },
  {
    id: 'stockwork',
    to: '/stockwork/deliveries',
    key: 't',
    permission: 'stock.read',
    group: 'groupStock',
    icon: FileStack,
  },
  {
    id: 'replenishment',
    to: '/replenishment/alerts',
    key: 'r',
    permission: 'stock.read',
    group: 'groupStock',
    icon: BellRing,
  },
  {
    id: 'pieces',
    to: '/pieces/kits',
    key: 'z',
    permission: 'stock.read',
    group: 'groupStock',
    icon: Barcode,
  },
  {
    id: 'policies',
    to: '/policies',
    key: 'c',
    permission: 'stock.policy',
    group: 'groupStock',
    icon: SlidersHorizontal,
  },
  { id: 'products', to: '/products', key: 'p', permission: null, group: 'groupOffer', icon: Tag },
  {
    id: 'prices',
    to: '/prices',
    key: 'n',
    permission: 'prices.read',
    group: 'groupOffer',
    icon: BadgePercent,
  },
  {
    id: 'giftCards',
    to: '/gift-cards',
    key: 'f',
    permission: 'giftcards.read',
    everywhere: true,
    group: 'groupOffer',
    icon: Gift,
  },
  {
    id: 'promotions',
    to: '/promotions',
    key: 'x',
    permission: 'promotions.read',
    group: 'groupOffer',
    icon: TicketPercent,
  },
  {
    id: 'delivery',
    to: '/delivery',
    key: 'y',
    permission: 'prices.read',
    group: 'groupOffer',
    icon: Truck,
  },
  { id: 'stores', to: '/stores', key: 'l', permission: null, group: 'groupHouse', icon: Store },
  { id: 'staff', to: '/staff', key: 'u', permission: 'staff.manage', group: 'groupHouse', icon: Users },
  {
    id: 'devices',
    to: '/devices',
    key: 'd',
    permission: 'devices.enrol',
    group: 'groupHouse',
    icon: MonitorSmartphone,
  },
  { id: 'keys', to: '/keys', key: 'k', permission: 'keys.manage', group: 'groupHouse', icon: KeyRound },
  {
    id: 'webhooks',
    to: '/webhooks',
    key: 'w',
    permission: 'webhooks.manage',
    group: 'groupTruth',
    icon: Webhook,
  },
  { id: 'events', to: '/events', key: 'e', permission: 'events.read', group: 'groupTruth', icon: Activity },
  { id: 'audit', to: '/audit', key: 'a', permission: 'audit.read', group: 'groupTruth', icon: ScrollText },
] as const satisfies readonly {
  id: string
  to: string
  key: string
  permission: string | null
  /** Its lists belong to no place, so the permission must be held in all. */
  everywhere?: true
  group: string
  icon: ComponentType<{ 'aria-hidden': true }>
}[]

export type OfficePage = (typeof pages)[number]

/** Whether somebody may open a page. */
export const mayOpen = (page: OfficePage, may: May): boolean =>
  page.permission === null || may(page.permission, 'everywhere' in page)

export const pageGroups = ['groupTrade', 'groupStock', 'groupOffer', 'groupHouse', 'groupTruth'] as const

/** Lists with tabs between them are one page of the menu, which leads to the first. */
const sectionOf = (to: string): string => to.replace(/^(\/(stockwork|replenishment|pieces))\/.*/, '$1')

/** The page that an address belongs to: the longest of those that begin it. */
export function pageAt(path: string): OfficePage | undefined {
  return pages
    .filter(({ to }) => path === to || (to !== '/' && path.startsWith(`${sectionOf(to)}/`)))
    .sort((a, b) => b.to.length - a.to.length)[0]
}
