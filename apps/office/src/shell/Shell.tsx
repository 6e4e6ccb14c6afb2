import { useCallback, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import {
  AppShell,
  Button,
  EmptyState,
  LocaleSwitch,
  Logo,
  Menu,
  SideNav,
  ThemeSwitch,
  type NavLink,
} from '@splot/ui'
import { ChevronsUpDown, Command as CommandIcon, Keyboard, Lock, LogOut, Search } from 'lucide-react'
import { useLiveState, useLiveWork } from '../api/live.ts'
import type { Me } from '../api/types.ts'
import { useMay, usePlaces, shortName } from '../page/names.tsx'
import { useT } from '../words/index.ts'
import type { Command } from './chords.ts'
import { mayOpen, pageAt, pageGroups, pages } from './pages.ts'
import { CommandPalette } from './Palette.tsx'
import { ShortcutList } from './ShortcutList.tsx'
import { setShortcuts, useShortcuts, useShortcutsOn } from './shortcuts.ts'
import { signOut } from './sign-out.ts'
import css from './shell.module.css'

/** The frame around every page of somebody who is signed in. */
export function Shell({ me, children }: Readonly<{ me: Me; children: ReactNode }>) {
  const may = useMay()
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const [paletteOpen, setPaletteOpen] = useState(false)
  const [listOpen, setListOpen] = useState(false)
  const shortcutsOn = useShortcutsOn()
  useLiveWork(client, [
    ...(may('orders.read') ? (['work'] as const) : []),
    ...(may('stock.read') ? (['stock'] as const) : []),
  ])

  const openPalette = useCallback(() => setPaletteOpen(true), [])
  const run = useCallback(
    (command: Command) => {
      if (command.kind === 'go') {
        const page = pages.find(({ key }) => key === command.key)
        if (page && mayOpen(page, may)) void navigate({ to: page.to })
      } else if (command.key === '?') setListOpen(true)
      else if (command.key === 'r') void client.invalidateQueries({ refetchType: 'active' })
      else document.querySelector<HTMLInputElement>('search input')?.focus()
    },
    [client, may, navigate],
  )
  useShortcuts(run, openPalette)

  const current = pageAt(path)
  const allowed = !current || mayOpen(current, may)
  return (
    <>
      <AppShell
        fixed
        side={<Side me={me} path={path} onSearch={openPalette} onShortcuts={() => setListOpen(true)} />}
      >
        {allowed ? children : <Forbidden permission={current?.permission ?? ''} />}
      </AppShell>
      <CommandPalette
        isOpen={paletteOpen}
        onOpenChange={setPaletteOpen}
        onShortcuts={() => setListOpen(true)}
      />
      <ShortcutList isOpen={listOpen} onOpenChange={setListOpen} on={shortcutsOn} onToggle={setShortcuts} />
    </>
  )
}

type SideProps = Readonly<{ me: Me; path: string; onSearch: () => void; onShortcuts: () => void }>

function Side({ me, path, onSearch, onShortcuts }: SideProps) {
  const t = useT('nav')
  const may = useMay()
  const current = pageAt(path)
  const shortcutsOn = useShortcutsOn()
  const groups = pageGroups.flatMap((group) => {
    const items = pages
      .filter((page) => page.group === group && mayOpen(page, may))
      .map(({ id, to, key, icon: Icon }) => ({
        label: t(id),
        href: to,
        icon: <Icon aria-hidden />,
        current: id === current?.id,
        ...(shortcutsOn && { keys: `G ${key.toUpperCase()}` }),
      }))
    return items.length > 0 ? [{ label: t(group), items }] : []
  })
  return (
    <SideNav
      label={t('label')}
      groups={groups}
      renderLink={routerLink}
      head={
        <div className={css.sideHead}>
          <div className={css.brand}>
            <Logo />
            <LiveLight />
          </div>
          <button
            type="button"
            className={css.searchButton}
            onClick={onSearch}
            aria-keyshortcuts="Control+K Meta+K"
          >
            <Search aria-hidden />
            <span>{t('search')}</span>
            <kbd aria-hidden>
              <CommandIcon aria-hidden />K
            </kbd>
          </button>
        </div>
      }
      foot={<Account me={me} onShortcuts={onShortcuts} />}
    />
  )
}

const routerLink: NavLink = (item, className, content) => (
  <Link
    to={item.href}
    className={className}
    aria-current={item.current ? 'page' : undefined}
    activeOptions={{ exact: true }}
  >
    {content}
  </Link>
)

function LiveLight() {
  const t = useT('nav')
  const state = useLiveState()
  return (
    <output className={css.live} data-state={state} title={t('liveHint')}>
      <span className={css.liveDot} aria-hidden />
      {t(state)}
    </output>
  )
}

function Account({ me, onShortcuts }: Readonly<{ me: Me; onShortcuts: () => void }>) {
  const t = useT('nav')
  const places = usePlaces()
  const placed = me.staff.assignments.map(({ locationId }) =>
    locationId === null ? t('everywhere') : shortName(places.get(locationId)?.name ?? ''),
  )
  return (
    <div className={css.account}>
      <Menu
        label={t('account')}
        placement="top start"
        trigger={
          <Button variant="quiet" className={css.person}>
            <span className={css.avatar} aria-hidden>
              {initials(me.staff.name)}
            </span>
            <span className={css.personWords}>
              <strong>{me.staff.name}</strong>
              <span>{[...new Set(placed)].join(', ')}</span>
            </span>
            <ChevronsUpDown aria-hidden />
          </Button>
        }
        actions={[
          { id: 'shortcuts', label: t('shortcuts'), icon: <Keyboard aria-hidden />, onAction: onShortcuts },
          { id: 'out', label: t('signOut'), icon: <LogOut aria-hidden />, onAction: signOut },
        ]}
      />
      <div className={css.switches}>
        <LocaleSwitch />
        <ThemeSwitch />
      </div>
    </div>
  )
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')

function Forbidden({ permission }: Readonly<{ permission: string }>) {
  const t = useT()
  return (
    <EmptyState
      icon={<Lock />}
      title={t('auth.forbidden')}
      why={t('auth.forbiddenWhy', { permission })}
      action={<Link to="/">{t('page.goHome')}</Link>}
    />
  )
}
