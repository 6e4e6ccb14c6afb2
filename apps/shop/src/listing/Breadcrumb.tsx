import type { Category } from '../api/types.ts'
import { useT } from '../words/index.ts'
import css from './Breadcrumb.module.css'
import { Link } from '../routing.ts'

/** The way from the start to here; each step is a door back. */
export function Breadcrumb({ path }: Readonly<{ path: readonly Category[] }>) {
  const t = useT('list')
  return (
    <nav aria-label={t('breadcrumb')}>
      <ol className={css.path}>
        <li>
          <Link to="/">{t('start')}</Link>
        </li>
        {path.map(({ handle, name }) => (
          <li key={handle}>
            <Link to="/c/$category" params={{ category: handle }}>
              {name}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** The categories from the top down to `handle`; empty when the menu has no such one. */
export function pathTo(menu: readonly Category[], handle: string): readonly Category[] {
  for (const category of menu) {
    if (category.handle === handle) return [category]
    const below = pathTo(category.children, handle)
    if (below.length > 0) return [category, ...below]
  }
  return []
}
