import { useParams, useSearch } from '@tanstack/react-router'
import { Head } from '../chrome/Head.tsx'
import { Breadcrumb, pathTo } from '../listing/Breadcrumb.tsx'
import { readFilters } from '../listing/filters.ts'
import { Listing } from '../listing/Listing.tsx'
import { useT } from '../words/index.ts'
import css from './CategoryPage.module.css'
import { Link, useLoaded } from '../routing.ts'

/** A category: everything in it and below it. */
export function CategoryPage() {
  const t = useT('list')
  const menu = useLoaded('__root__')
  const page = useLoaded('/c/$category')
  const { category } = useParams({ from: '/c/$category' })
  const filters = readFilters(useSearch({ from: '/c/$category' }))
  const path = pathTo(menu, category)
  const here = path.at(-1)
  const name = here?.name ?? category
  return (
    <>
      <Head
        title={t('title', { name })}
        description={t('description', { name, count: here?.productCount ?? page.total })}
        picture={page.items[0]?.pictures[0]}
      />
      <Listing
        page={page}
        filters={filters}
        category={category}
        empty={t('noneSearch')}
        title={
          <div>
            <Breadcrumb path={path.slice(0, -1)} />
            <h1>{name}</h1>
          </div>
        }
      >
        {here && here.children.length > 0 && (
          <nav aria-label={t('categories')}>
            <ul className={css.below}>
              {here.children.map((child) => (
                <li key={child.handle}>
                  <Link to="/c/$category" params={{ category: child.handle }}>
                    {child.name} <span>{child.productCount}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </Listing>
    </>
  )
}
