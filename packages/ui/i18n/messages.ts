import { createTranslator, type NamespaceKeys, type NestedKeyOf, type Translator } from './translate.ts'
import { useMemo } from 'react'
import { type Locale, locales, regionOf } from './locale.ts'
import { SHOP_TIME_ZONE } from './format.ts'
import { useLocale } from './provider.tsx'

/** Messages grouped under names, ICU text in the leaves. */
export type MessageTree = { readonly [key: string]: string | MessageTree }

/** The same keys as `T` with any text in the leaves; what another language must look like. */
export type SameShape<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameShape<T[K]> }

/** Turns every key of `E` that `P` lacks into `never`, so that an extra key is a type error even from another file. */
type NothingMore<P, E> = {
  readonly [K in keyof E]: K extends keyof P ? (E[K] extends string ? E[K] : NothingMore<P[K], E[K]>) : never
}

export type Messages<P extends MessageTree> = Readonly<{ pl: P; en: SameShape<P> }>

/**
 * Puts the two languages beside each other. Polish is the source of truth: a key that English lacks, and a key that
 * only English has, are type errors. Declare each language `as const` when it lives in its own file, so that the
 * arguments of every ICU text are typed too.
 */
export function defineMessages<const P extends MessageTree, const E extends SameShape<P>>(
  pl: P,
  en: E & NothingMore<P, E>,
): Messages<P> {
  return { pl, en }
}

/**
 * The translator of one app.
 *
 *     export const { useT, translator } = createI18n(defineMessages(pl, en))
 *     const t = useT('cart');  t('pieces', { count: 3 })
 *
 * Translators are kept per language and namespace, so ICU texts are parsed once. An error (a wrong argument that the
 * types did not catch) shows the key instead of breaking the page.
 */
export function createI18n<const P extends MessageTree>(messages: Messages<P>) {
  const made = new Map<string, unknown>()

  /** The translator outside React: on the server, in tests. */
  function translator<const N extends NamespaceKeys<P, NestedKeyOf<P>> = never>(
    locale: Locale,
    namespace?: N,
  ): Translator<P, N> {
    const key = `${locale}:${namespace ?? ''}`
    let found = made.get(key)
    if (!found) {
      found = createTranslator({
        locale: regionOf[locale],
        // English has Polish's shape by `defineMessages`; the literal texts differ and only type the arguments.
        messages: messages[locale] as unknown as P,
        timeZone: SHOP_TIME_ZONE,
        ...(namespace === undefined ? {} : { namespace }),
      })
      made.set(key, found)
    }
    // The map holds one translator per key, and the key names both the language and the namespace.
    return found as Translator<P, N>
  }

  /** The translator of the language around this component. */
  function useT<const N extends NamespaceKeys<P, NestedKeyOf<P>> = never>(namespace?: N): Translator<P, N> {
    const { locale } = useLocale()
    return useMemo(() => translator(locale, namespace), [locale, namespace])
  }

  return { messages, translator, useT, locales }
}
