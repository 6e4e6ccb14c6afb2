/** Where the retailer is established: what is handed over here bears its rates. */
export const HOME_COUNTRY = 'PL'
/** Lines of one document whose net is asked for. */
export const MAX_TAXED_LINES = 1_000
