import { LogoMark, useLocale } from '@splot/ui'
import { useLocation } from '@tanstack/react-router'
import { MapPin, Menu, Package, Search, ShoppingBag, User, X } from 'lucide-react'
import { useEffect, useRef, type SyntheticEvent } from 'react'
import type { Category } from '../api/types.ts'
import { piecesIn } from '../memory/cart-store.ts'
import { useCart } from '../memory/cart.ts'
import { useMyStore } from '../memory/my-store.ts'
import { speak, useT } from '../words/index.ts'
import css from './Header.module.css'
import { useStoreChooser } from './store-chooser.ts'
import { Link, useGo, useQuestion } from '../routing.ts'

/** The bar of every page: where you are, what you look for, what you carry. */
export function Header({ menu }: Readonly<{ menu: readonly Category[] }>) {
  const t = useT('shell')
  const pieces = piecesIn(useCart().cart)
  return (
    <header className={css.header}>
      <div className={css.bar}>
        <MobileMenu menu={menu} />
        <Link to="/" className={css.brand} aria-label={t('home')}>
          <LogoMark size={30} />
          <span aria-hidden>{t('brand')}</span>
        </Link>
        <SearchForm />
        <div className={css.tools}>
          <LanguageLink />
          <StoreButton />
          <Link
            to="/account"
            className={`${css.tool} ${css.wide}`}
            aria-label={t('account')}
            title={t('account')}
          >
            <User aria-hidden />
          </Link>
          <Link to="/orders" className={css.tool} aria-label={t('findOrder')} title={t('findOrder')}>
            <Package aria-hidden />
          </Link>
          <Link to="/basket" className={css.tool} aria-label={t('basketCount', { count: pieces })}>
            <ShoppingBag aria-hidden />
            {pieces > 0 && (
              <span className={css.count} aria-hidden>
                {pieces}
              </span>
            )}
          </Link>
        </div>
      </div>
      <nav className={css.nav} aria-label={t('categories')}>
        <ul>
          {menu.map((top) => (
            <li key={top.handle} className={css.top}>
              <Link to="/c/$category" params={{ category: top.handle }} className={css.topLink}>
                {top.name}
              </Link>
              {top.children.length > 0 && (
                <ul className={css.panel}>
                  {top.children.map((child) => (
                    <li key={child.handle}>
                      <Link to="/c/$category" params={{ category: child.handle }}>
                        {child.name}
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      </nav>
    </header>
  )
}

function SearchForm() {
  const t = useT('shell')
  const navigate = useGo()
  const q = useQuestion()
  const search = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const asked = new FormData(event.currentTarget).get('q')
    const words = typeof asked === 'string' ? asked.trim() : ''
    void navigate({ to: '/search', search: words ? { q: words } : {} })
  }
  return (
    <search className={css.search}>
      {/* A real form: it finds without a script too. */}
      <form action="/search" method="get" onSubmit={search}>
        <Search aria-hidden />
        <input
          key={q}
          type="search"
          name="q"
          defaultValue={q}
          aria-label={t('search')}
          placeholder={t('searchHint')}
          maxLength={200}
          autoComplete="off"
          enterKeyHint="search"
        />
        <button type="submit" className={css.go}>
          {t('search')}
        </button>
      </form>
    </search>
  )
}

function StoreButton() {
  const t = useT('shell')
  const open = useStoreChooser()
  const mine = useMyStore()
  const label = mine ? `${t('myStore')}: ${mine.name}. ${t('changeStore')}` : t('chooseStore')
  return (
    <button
      type="button"
      className={css.store}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={() => open()}
    >
      <MapPin aria-hidden />
      <span aria-hidden className={css.storeName}>
        {mine ? mine.name.replace(/^Osnowa /, '') : t('chooseStore')}
      </span>
    </button>
  )
}

const other = { pl: { code: 'en', name: 'English' }, en: { code: 'pl', name: 'Polski' } } as const

function LanguageLink() {
  const { locale, setLocale } = useLocale()
  const { pathname } = useLocation()
  const { code, name } = other[locale]
  return (
    <a
      href={`${pathname}?lang=${code}`}
      lang={code}
      hrefLang={code}
      className={css.language}
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.preventDefault()
        void speak(code).then(() => setLocale(code))
      }}
    >
      {code.toUpperCase()}
    </a>
  )
}

function MobileMenu({ menu }: Readonly<{ menu: readonly Category[] }>) {
  const t = useT('shell')
  const dialog = useRef<HTMLDialogElement>(null)
  const { pathname } = useLocation()
  // Another page: the menu has done its work.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => dialog.current?.close(), [pathname])
  return (
    <>
      <button
        type="button"
        className={css.menuButton}
        aria-haspopup="dialog"
        aria-label={t('menu')}
        onClick={() => dialog.current?.showModal()}
      >
        <Menu aria-hidden />
      </button>
      <dialog ref={dialog} className={css.drawer} aria-label={t('menu')} closedby="any">
        <div className={css.drawerHead}>
          <span className={css.brand}>
            <LogoMark size={28} />
            {t('brand')}
          </span>
          <button
            type="button"
            className={css.tool}
            aria-label={t('closeMenu')}
            onClick={() => dialog.current?.close()}
          >
            <X aria-hidden />
          </button>
        </div>
        <nav aria-label={t('categories')}>
          {menu.map((top) => (
            <details key={top.handle} name="menu" className={css.branch}>
              <summary>{top.name}</summary>
              <ul>
                <li>
                  <Link to="/c/$category" params={{ category: top.handle }}>
                    {t('allIn', { name: top.name })}
                  </Link>
                </li>
                {top.children.map((child) => (
                  <li key={child.handle}>
                    <Link to="/c/$category" params={{ category: child.handle }}>
                      {child.name}
                    </Link>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </nav>
        <Link to="/account" className={css.drawerLink}>
          {t('account')}
        </Link>
        <Link to="/orders" className={css.drawerLink}>
          {t('findOrder')}
        </Link>
        <LanguageLink />
      </dialog>
    </>
  )
}
