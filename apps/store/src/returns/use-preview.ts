import { useQuery } from '@tanstack/react-query'
import type { ReturnRequest } from '../api/types.ts'
import { api, ask } from '../house.ts'

/**
 * What the server says that this return would refund, with what promotions take back that no longer hold for the rest. Undefined until it
 * has answered, and without a network: then the customer is told what the till can count itself.
 */
export function usePreview(request: ReturnRequest | null) {
  return useQuery({
    queryKey: ['return preview', request],
    // Not asked while there is no request.
    queryFn: () => ask(api.POST('/v1/returns/previews', { body: request as ReturnRequest })),
    enabled: request !== null,
    staleTime: 0,
    retry: false,
  }).data
}
