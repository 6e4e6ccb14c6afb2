import type { ReactNode } from 'react'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { useChosenInView } from './in-view.ts'
import css from './Shell.module.css'

export type AppShellProps = Readonly<{
  top?: ReactNode
  /** Left of the content on a wide screen, above it on a narrow one. */
  side?: ReactNode
  children: ReactNode
  /** Right of the content: a peek panel, the basket. */
  aside?: ReactNode
  bottom?: ReactNode
  /** The content fills the screen and scrolls inside itself: till, console, office tables. */
  fixed?: boolean
}>

/** The frame of an app: skip link, bars, one `main`. */
export function AppShell({ top, side, children, aside, bottom, fixed = false }: AppShellProps) {
  const words = useWords()
  return (
    <div className={cx(css.shell, fixed && css.fixed)}>
      <a href="#main" className={css.skip}>
        {words.skip}
      </a>
      {top}
      <div className={css.middle}>
        {side}
        <main id="main" tabIndex={-1} className={css.main}>
          {children}
        </main>
        {aside && <aside className={css.aside}>{aside}</aside>}
      </div>
      {bottom}
    </div>
  )
}

export type TopBarProps = Readonly<{
  start: ReactNode
  children?: ReactNode
  end?: ReactNode
  sticky?: boolean
  className?: string | undefined
}>

/** The bar on top: logo and place at the start, search or tabs in the middle, people and switches at the end. */
export function TopBar({ start, children, end, sticky = true, className }: TopBarProps) {
  return (
    <header className={cx(css.top, sticky && css.sticky, className)}>
      <div className={css.start}>{start}</div>
      <div className={css.centre}>{children}</div>
      <div className={css.end}>{end}</div>
    </header>
  )
}

export type NavItem = Readonly<{
  label: string
  href: string
  icon?: ReactNode
  current?: boolean
  badge?: ReactNode
  keys?: string
}>
export type NavGroup = Readonly<{ label?: string; items: readonly NavItem[] }>
export type NavLink = (item: NavItem, className: string, content: ReactNode) => ReactNode

export type SideNavProps = Readonly<{
  label: string
  groups: readonly NavGroup[]
  head?: ReactNode
  foot?: ReactNode
  /** Draws one link with the app's router; absent, plain anchors. */
  renderLink?: NavLink
}>

export function SideNav({ label, groups, head, foot, renderLink = plainLink }: SideNavProps) {
  const current = groups.flatMap(({ items }) => items).find((item) => item.current)?.href
  const row = useChosenInView<HTMLDivElement>(current)
  return (
    <nav aria-label={label} className={css.side}>
      {head && <div className={css.sideHead}>{head}</div>}
      <div ref={row} className={css.groups}>
        {groups.map((group, index) => (
          <div key={group.label ?? index} className={css.group}>
            {group.label && <div className={css.groupLabel}>{group.label}</div>}
            <ul>
              {group.items.map((item) => (
                <li key={item.href}>
                  {renderLink(item, cx(css.link, item.current && css.current), <NavContent item={item} />)}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      {foot && <div className={css.sideFoot}>{foot}</div>}
    </nav>
  )
}

function NavContent({ item }: { item: NavItem }) {
  return (
    <>
      {item.icon && (
        <span className={css.linkIcon} aria-hidden>
          {item.icon}
        </span>
      )}
      <span className={css.linkLabel}>{item.label}</span>
      {item.badge}
      {item.keys && <kbd className={css.keys}>{item.keys}</kbd>}
    </>
  )
}

const plainLink: NavLink = (item, className, content) => (
  <a href={item.href} className={className} aria-current={item.current ? 'page' : undefined}>
    {content}
  </a>
)

export type PageHeadProps = Readonly<{
  title: ReactNode
  lead?: ReactNode
  above?: ReactNode
  actions?: ReactNode
}>

/** The head of a page: what it is, one line about it, what can be done. */
export function PageHead({ title, lead, above, actions }: PageHeadProps) {
  return (
    <div className={css.pageHead}>
      <div className={css.pageWords}>
        {above && <div className={css.above}>{above}</div>}
        <h1>{title}</h1>
        {lead && <p className={css.lead}>{lead}</p>}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}

export type PanelProps = Readonly<{
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  flush?: boolean
  className?: string | undefined
}>

/** A sheet of paper on the page. `flush` lets a table reach its edges. */
export function Panel({ title, actions, children, flush = false, className }: PanelProps) {
  return (
    <section className={cx(css.panel, className)}>
      {(title || actions) && (
        <div className={css.panelHead}>
          {title && <h2 className={css.panelTitle}>{title}</h2>}
          {actions && <div className={css.actions}>{actions}</div>}
        </div>
      )}
      <div className={cx(css.panelBody, flush && css.flush)}>{children}</div>
    </section>
  )
}

/** A thin line over cached data that is being fetched again. */
export function RefreshLine({ active }: Readonly<{ active: boolean }>) {
  const words = useWords()
  return (
    <div className={css.refresh}>
      {active && <progress className={css.refreshBar} aria-label={words.refreshing} />}
    </div>
  )
}
