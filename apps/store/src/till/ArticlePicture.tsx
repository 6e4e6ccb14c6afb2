import { Package } from 'lucide-react'
import { useState } from 'react'
import css from './ArticlePicture.module.css'

/** A small picture beside a name; its words stand there already. Without a network, a parcel. */
export function ArticlePicture({
  url,
  size = 'm',
}: {
  readonly url: string | null
  readonly size?: 'm' | 'l'
}) {
  const [failed, setFailed] = useState<string | null>(null)
  return (
    <span className={size === 'l' ? css.large : css.small} aria-hidden="true">
      {url && failed !== url ? (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setFailed(url)} />
      ) : (
        <Package />
      )}
    </span>
  )
}
