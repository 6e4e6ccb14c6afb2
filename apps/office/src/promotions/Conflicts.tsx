import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { cx } from '@splot/ui'
import { conflictsQuery, type Conflict } from './queries.ts'
import css from './promotions.module.css'
import { useT } from './words.ts'

/** Pairs that are shown; the rest are counted. */
const SHOWN = 5

/** Promotions that can both apply while nothing says who comes first; with `draft`, those that this one would be among. */
export function Conflicts({ draft }: Readonly<{ draft?: string }>) {
  const t = useT('promo')
  const { data } = useQuery(conflictsQuery(draft))
  const found = (data?.items ?? []).filter(
    ({ promotions }) => draft === undefined || promotions.some(({ id }) => id === draft),
  )
  if (found.length === 0) return null
  return (
    <section className={cx(css.conflicts, draft !== undefined && css.inSheet)} aria-live="polite">
      <TriangleAlert aria-hidden />
      <div>
        <strong>{t('conflictsTitle', { count: found.length })}</strong>
        <p>{t('conflictsWhy')}</p>
        <ul>
          {found.slice(0, SHOWN).map((conflict) => (
            <Pair key={conflict.promotions.map(({ id }) => id).join(' ')} conflict={conflict} />
          ))}
        </ul>
        {found.length > SHOWN && <p>{t('conflictsMore', { count: String(found.length - SHOWN) })}</p>}
      </div>
    </section>
  )
}

const Pair = ({ conflict }: Readonly<{ conflict: Conflict }>) => (
  <li>
    {conflict.promotions.map(({ id, name }, index) => (
      <span key={id}>
        {index > 0 && ' · '}
        <Link to="/promotions/$id" params={{ id }}>
          {name}
        </Link>
      </span>
    ))}
  </li>
)
