import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'

/** Where one can go in this app. */
export type Place =
  | { readonly to: '/' | '/hand-over' }
  | { readonly to: '/till'; readonly search?: { readonly order?: string } }
  | { readonly to: '/orders'; readonly search?: { readonly view?: 'ready' } }
  | { readonly to: '/orders/$id'; readonly params: { readonly id: string } }
  | { readonly to: `/stock${'' | '/receipt' | '/transfers/new' | '/counts/new' | '/put-away'}` }
  | { readonly to: '/stock/article'; readonly search?: { readonly code?: string } }
  | {
      readonly to: `/stock/${'deliveries' | 'transfers' | 'counts'}/$id`
      readonly params: { readonly id: string }
    }

/**
 * The router's own types know one registered router, and all apps are checked as one program: so the places of this app are
 * typed here, and handed to the router as it takes them.
 */
const untyped = (place: Place) => place as { readonly to: never }

export interface GoProps {
  readonly place: Place
  readonly className?: string | undefined
  readonly label?: string
  /** Only this very address is the current one, with what is asked of it. */
  readonly isExact?: boolean
  readonly children: ReactNode
}

/** A link to a place of this app. */
export function Go({ place, className, label, isExact = false, children }: GoProps) {
  return (
    <Link
      {...untyped(place)}
      className={className}
      aria-label={label}
      activeOptions={{ exact: isExact, includeSearch: isExact }}
    >
      {children}
    </Link>
  )
}

export function useGo(): (place: Place) => void {
  const navigate = useNavigate()
  return useCallback((place) => void navigate(untyped(place)), [navigate])
}
