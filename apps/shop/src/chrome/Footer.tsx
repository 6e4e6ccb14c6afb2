import { LogoMark, NativeSelect, setTheme, themes, useTheme } from '@splot/ui'
import type { Category } from '../api/types.ts'
import { useT } from '../words/index.ts'
import css from './Footer.module.css'
import { Link } from '../routing.ts'

export function Footer({ menu }: Readonly<{ menu: readonly Category[] }>) {
  const t = useT('shell')
  const theme = useTheme()
  const names = { auto: t('themeAuto'), light: t('themeLight'), dark: t('themeDark') }
  return (
    <footer className={css.footer}>
      <div className={css.inside}>
        <div className={css.about}>
          <p className={css.brand}>
            <LogoMark size={26} /> {t('claim')}
          </p>
          <p>{t('noTracking')}</p>
          <p>{t('demo')}</p>
        </div>
        <nav aria-labelledby="footer-shop">
          <h2 id="footer-shop">{t('shop')}</h2>
          <ul>
            {menu.map((top) => (
              <li key={top.handle}>
                <Link to="/c/$category" params={{ category: top.handle }}>
                  {top.name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-labelledby="footer-help">
          <h2 id="footer-help">{t('help')}</h2>
          <ul>
            <li>
              <Link to="/gift-cards">{t('giftCards')}</Link>
            </li>
            <li>
              <Link to="/orders">{t('findOrder')}</Link>
            </li>
            <li>
              <Link to="/terms">{t('terms')}</Link>
            </li>
            <li>
              <Link to="/privacy">{t('privacy')}</Link>
            </li>
            <li>
              <Link to="/accessibility">{t('accessibility')}</Link>
            </li>
            <li>
              <Link to="/about">{t('about')}</Link>
            </li>
          </ul>
        </nav>
        <div className={css.look}>
          <NativeSelect
            label={t('theme')}
            choices={themes.map((value) => ({ value, label: names[value] }))}
            value={theme}
            onChange={setTheme}
          />
        </div>
      </div>
    </footer>
  )
}
