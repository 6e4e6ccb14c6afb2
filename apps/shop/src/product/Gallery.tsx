import { useState } from 'react'
import type { ProductPage } from '../api/types.ts'
import { PICTURE } from '../listing/picture.ts'
import { useT } from '../words/index.ts'
import css from './Gallery.module.css'

/** The picture of the chosen colour, large, and the others to look at. */
export function Gallery({ page, colour }: Readonly<{ page: ProductPage; colour: string | null }>) {
  const t = useT('product')
  const [looked, setLooked] = useState<{ colour: string | null; url: string } | null>(null)
  const ofColour = page.pictures.find((picture) => picture.colour === colour) ?? page.pictures[0]
  // Another colour takes the look back to itself.
  const shown = (looked?.colour === colour && page.pictures.find(({ url }) => url === looked.url)) || ofColour
  if (!shown) return <div className={css.big} />
  return (
    <section className={css.gallery} aria-label={t('gallery')}>
      <div className={css.big}>
        <img key={shown.url} src={shown.url} alt={shown.alt} {...PICTURE} fetchPriority="high" />
      </div>
      {page.pictures.length > 1 && (
        <ul className={css.thumbs}>
          {page.pictures.map((picture, at) => (
            <li key={picture.url}>
              <button
                type="button"
                aria-label={`${t('picture', { number: String(at + 1) })}: ${picture.alt}`}
                aria-pressed={picture === shown}
                onClick={() => setLooked({ colour, url: picture.url })}
              >
                <img src={picture.url} alt="" {...PICTURE} loading="lazy" decoding="async" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
