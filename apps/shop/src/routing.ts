/**
 * The router's parts, typed for this shop's routes. Splot's apps are checked in one TypeScript program, where the router's
 * usual global registration could name the routes of one app only.
 */
import {
  Link as AnyLink,
  useLoaderData,
  useNavigate,
  useRouteContext,
  useSearch,
  type LinkComponentProps,
  type NavigateOptions,
} from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { createShopRouter, ShopContext } from './router.tsx'
import type { Filters } from './listing/filters.ts'

type ShopRouter = ReturnType<typeof createShopRouter>

/** A link whose address, parameters and search are checked. */
export const Link = AnyLink as unknown as <const To extends string>(
  props: LinkComponentProps<'a', ShopRouter, '/', To, '/', ''>,
) => ReactElement

type Go = <const To extends string>(options: NavigateOptions<ShopRouter, '/', To, '/', ''>) => Promise<void>

export const useGo = (): Go => useNavigate() as unknown as Go

/** Changes the search parameters of the page in view; the place on it stays. */
export function useSetSearch(): (search: Filters) => void {
  const navigate = useNavigate()
  // The page in view is not known to the types; every caller is a list, whose search these are.
  const go = navigate as unknown as (options: object) => Promise<void>
  return (search) => void go({ to: '.', search: { ...search }, resetScroll: false })
}

type LoaderRoute = '__root__' | '/' | '/c/$category' | '/search' | '/p/$handle'

/** What the route's loader brought. */
export const useLoaded = <const From extends LoaderRoute>(from: From) =>
  useLoaderData<ShopRouter, From>({ from } as Parameters<typeof useLoaderData<ShopRouter, From>>[0])

export const useShop = (): ShopContext =>
  useRouteContext({ from: '__root__' } as Parameters<typeof useRouteContext>[0]) as unknown as ShopContext

/** The words looked for, on whichever page. */
export const useQuestion = (): string => {
  const { q } = useSearch({ strict: false } as Parameters<typeof useSearch>[0]) as { readonly q?: unknown }
  return typeof q === 'string' ? q : ''
}
